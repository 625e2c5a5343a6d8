// What is typed and not saved yet, kept on this device: it outlives the page, the browser and the login. Every person
// has a shelf apart, so that on a shared machine nobody sees, or sends, what somebody else has typed.

const MARK = "fedwork:typed:";
const LIFE = 60 * 24 * 3600 * 1000; // ms; a period is long over by then, and what was typed means nothing any more

export class Shelf {
  constructor(person, place) {
    this.prefix = `${MARK}${person}:${place}:`;
    this.tidy();
  }

  key(box) {
    return `${this.prefix}${box.kind}:${box.code}`;
  }

  /** False when the device keeps nothing: its store is full, or forbidden. */
  keep(box) {
    try {
      localStorage.setItem(
        this.key(box),
        JSON.stringify({ content: box.content(), seen: box.version, at: Date.now() }),
      );
      return true;
    } catch {
      return false;
    }
  }

  /** {content, seen, at} of what was left here, or null. */
  find(box) {
    try {
      return JSON.parse(localStorage.getItem(this.key(box)));
    } catch {
      return null;
    }
  }

  drop(box) {
    try {
      localStorage.removeItem(this.key(box));
    } catch {
      /* where nothing can be kept there is nothing to drop */
    }
  }

  tidy() {
    try {
      const old = Object.keys(localStorage).filter((key) => key.startsWith(MARK) && tooOld(localStorage.getItem(key)));
      for (const key of old) localStorage.removeItem(key);
    } catch {
      /* as above */
    }
  }
}

function tooOld(text) {
  try {
    return !(Date.now() - JSON.parse(text).at < LIFE);
  } catch {
    return true;
  }
}
