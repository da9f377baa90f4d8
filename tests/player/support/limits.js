/* What the page hands over, for tests of the modules that decide by it; tests/player/test_limits.py holds it to that. */

import { readFileSync } from "node:fs";
import { useLimits } from "../../../static/player/limits.js";

useLimits(JSON.parse(readFileSync(new URL("../limits.json", import.meta.url), "utf8")));
