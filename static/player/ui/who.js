/* Who used this device last, so that their plan can be found without a network. An id, and nothing else. */

const KEY = "evenstep.person";
const LOOK = "evenstep.look";

/** @returns {string | null} */
export function lastPerson() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is closed: then the network tells
  }
}

/** @param {string | null} person null when somebody signs out */
export function remember(person) {
  try {
    if (person) localStorage.setItem(KEY, person);
    else for (const key of [KEY, LOOK]) localStorage.removeItem(key);
  } catch (error) {
    console.info("who is here is not kept:", error);
  }
}

const CHOICES = ["theme", "bsTheme", "contrast", "text"];

/**
 * The page that a browser keeps is drawn for nobody: colours, contrast and text size are as the person chose them when
 * this device last had the page drawn for them.
 * @param {boolean} isOwn whether the server drew this page for the person
 */
export function keepLook(isOwn) {
  const { dataset } = document.documentElement;
  try {
    if (isOwn)
      return localStorage.setItem(LOOK, JSON.stringify(CHOICES.map((name) => [name, dataset[name]])));
    for (const [name, value] of JSON.parse(localStorage.getItem(LOOK) ?? "[]")) {
      if (value && CHOICES.includes(name) && !(name === "bsTheme" && dataset.theme === "auto"))
        dataset[name] = value;
    }
  } catch (error) {
    console.info("the chosen look is not kept:", error);
  }
}

/** Who is signed in, by the server's word; null for nobody, undefined where it cannot be reached. @returns {Promise<string | null | undefined>} */
export async function whoIsSignedIn() {
  try {
    const answer = await fetch("/api/v1/today", {
      headers: { Accept: "application/json" },
      cache: "no-store",
      redirect: "manual",
    });
    if (answer.status === 401) return null;
    if (answer.status !== 200) return undefined;
    const said = await answer.json();
    return typeof said.person === "string" ? said.person : undefined;
  } catch {
    return undefined;
  }
}
