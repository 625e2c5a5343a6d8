// A page for a unit test: a document by jsdom whose names are made global, and a server that answers as it is told.

import { JSDOM } from "jsdom";

const GLOBALS = [
  "window document location localStorage getSelection Node Element Event CustomEvent KeyboardEvent FormData",
  "MutationObserver RadioNodeList HTMLElement HTMLAnchorElement HTMLButtonElement HTMLDetailsElement HTMLDialogElement",
  "HTMLFormElement HTMLInputElement HTMLOutputElement HTMLSelectElement HTMLTableElement HTMLTableRowElement",
  "HTMLTemplateElement HTMLTextAreaElement",
]
  .join(" ")
  .split(" ");

/** Opens a page with this body; once in each file of tests, before its scripts are imported. */
export function openPage(body) {
  const { window } = new JSDOM(`<!doctype html><html lang="en"><body>${body}</body></html>`, {
    url: "https://fedwork.example/return/",
    pretendToBeVisual: true,
  });
  for (const name of GLOBALS) {
    const value = name === "window" ? window : window[name];
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return window;
}

/** Lets everything run that waits for nothing but promises. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Answers posts one after the other, as told beforehand, and records what was sent. */
export class FakeServer {
  constructor() {
    this.requests = [];
    this.replies = [];
    globalThis.fetch = (url, options) => this.answer(url, options);
  }

  /** The next post gets this status and JSON. */
  reply(status, data, { redirected = false } = {}) {
    this.replies.push({ ok: status < 400, status, redirected, data });
  }

  /** The next post finds no connection. */
  disconnect() {
    this.replies.push(null);
  }

  /** The next post is answered only when the returned function is called. */
  hold(status, data) {
    const { promise, resolve } = deferred();
    this.replies.push({ ok: status < 400, status, redirected: false, data, after: promise });
    return resolve;
  }

  async answer(url, { body, headers }) {
    this.requests.push({ url, headers, data: typeof body === "string" ? JSON.parse(body) : body });
    if (!this.replies.length) throw new Error(`nobody expected a post to ${url}`);
    const reply = this.replies.shift();
    if (!reply) throw new TypeError("no connection");
    await reply.after;
    const type = { "Content-Type": "application/json" };
    return { ...reply, headers: new Headers(type), json: async () => reply.data };
  }
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
