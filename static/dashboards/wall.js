// The wall screen: shows one scene after the other, and fetches the page anew now and then. Arrow keys change the scene,
// P pauses, F fills the screen. Who wishes for less motion begins with a pause. Without this script all scenes stand below
// each other.

import { find, findAll, findById, isComposing, targetOf } from "../pages/app.js";

const controls = find(document, "#wall-controls", HTMLElement);
const words = controls.dataset;
const away = find(document, "#wall-away", HTMLElement);
const pauseButton = find(controls, "[data-wall=pause]", HTMLButtonElement);
const SCENE = Number(words.seconds) * 1000; // milliseconds
const REFRESH = Number(words.refresh) * 1000;

let at = 0;
let paused = matchMedia("(prefers-reduced-motion: reduce)").matches;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

const listScenes = () => findAll(document, ".wall-scene", HTMLElement);

/** @param {number} number of the scene; counts on from the first after the last */
function show(number) {
  const scenes = listScenes();
  at = (number + scenes.length) % scenes.length;
  for (const [index, scene] of scenes.entries()) scene.classList.toggle("wall-shown", index === at);
  find(controls, "#wall-at", HTMLElement).textContent = `${at + 1} / ${scenes.length}`;
  clearTimeout(timer);
  if (!paused) timer = setTimeout(() => show(at + 1), SCENE);
}

/** @param {boolean} wanted */
function pause(wanted) {
  paused = wanted;
  pauseButton.textContent = (paused ? words.wordGo : words.wordPause) ?? "";
  show(at);
}

function fill() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

async function refresh() {
  try {
    const response = await fetch(location.href);
    if (response.redirected) return location.reload(); // logged out
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const selector of ["#wall-scenes", ".freshness", ".wall-head .lead-text"]) {
      const now = page.querySelector(selector);
      if (now) document.querySelector(selector)?.replaceChildren(...now.childNodes);
    }
    away.hidden = true;
    const scenes = listScenes(); // a scene may have come or gone
    for (const [index, scene] of scenes.entries()) scene.classList.toggle("wall-shown", index === at);
    if (at >= scenes.length) show(0);
  } catch {
    away.textContent = words.wordAway ?? "";
    away.hidden = false;
  }
  setTimeout(refresh, REFRESH);
}

/** @type {Record<string, () => void>} */
const moves = { back: () => show(at - 1), next: () => show(at + 1), pause: () => pause(!paused), full: fill };
/** @type {Record<string, string>} */
const keys = { ArrowLeft: "back", ArrowRight: "next", p: "pause", P: "pause", f: "full", F: "full" };

for (const button of findAll(controls, "[data-wall]", HTMLButtonElement))
  button.addEventListener("click", () => moves[button.dataset.wall ?? ""]?.());
document.addEventListener("keydown", (event) => {
  const move = keys[event.key];
  if (!move || isComposing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (targetOf(event).matches("input, select, textarea") || findById("keys", HTMLDialogElement)?.open) return;
  event.preventDefault();
  moves[move]?.();
});

document.body.classList.add("wall-on");
controls.hidden = false;
pause(paused);
setTimeout(refresh, REFRESH);
