// The shelf: what is typed and not saved yet, kept in this browser's localStorage. It outlives the page, the browser and
// the login. Entries are separate for each person, so that on a shared machine nobody sees, or sends, what somebody else
// has typed.

/**
 * What the shelf can hold: a cell of a return, an explanation, or a text of a form (kept_text.js).
 * @template [Content=unknown]
 * @typedef {{kind: string, code: string, version: number | string, content: () => Content}} Shelved
 *   version: what the server had when typing began
 */
/**
 * @template [Content=unknown]
 * @typedef {{content: Content, seen: number | string, at: number}} ShelfEntry seen: the version; at: ms since 1970
 */

const KEY_PREFIX = "fedwork:typed:";
const LIFETIME = 60 * 24 * 3600 * 1000; // ms; by then the period is long over and the text is of no use

export class Shelf {
  /**
   * Opens a person's entries of one place, and removes all expired entries of anyone.
   * @param {string | undefined} person
   * @param {string | undefined} place code of a return, or address of a form
   */
  constructor(person, place) {
    this.prefix = `${KEY_PREFIX}${person}:${place}:`;
    this.removeExpired();
  }

  /** @param {Shelved} item */
  keyOf(item) {
    return `${this.prefix}${item.kind}:${item.code}`;
  }

  /**
   * @param {Shelved} item
   * @returns {boolean} false when the browser stores nothing: its storage is full or forbidden
   */
  store(item) {
    const entry = { content: item.content(), seen: item.version, at: Date.now() };
    try {
      localStorage.setItem(this.keyOf(item), JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  }

  /**
   * @template Content
   * @param {Shelved<Content>} item
   * @returns {ShelfEntry<Content> | null}
   */
  read(item) {
    try {
      return JSON.parse(localStorage.getItem(this.keyOf(item)) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {Shelved} item */
  remove(item) {
    try {
      localStorage.removeItem(this.keyOf(item));
    } catch {
      // where nothing can be stored there is nothing to remove
    }
  }

  removeExpired() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(KEY_PREFIX));
      for (const key of keys) if (isExpired(localStorage.getItem(key))) localStorage.removeItem(key);
    } catch {
      // as above
    }
  }
}

/**
 * @param {string | null} text an entry as stored
 * @returns {boolean} also true for what is no entry
 */
function isExpired(text) {
  try {
    return !(Date.now() - JSON.parse(text ?? "").at < LIFETIME);
  } catch {
    return true;
  }
}
