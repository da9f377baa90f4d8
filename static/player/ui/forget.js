/* On pages for who is not signed in: however the last session ended, no plan of anybody stays on this device. What was not
   sent does, as ids and numbers. */

import { forgetPlans } from "../store.js";
import { remember } from "./who.js";

remember(null);
forgetPlans().catch((error) => console.error("what is kept here could not be put away:", error));
