// The keeper: what is sent, when it is tried again, what a person sees of it, and what becomes of conflicts.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { cells, keeper, onShelf, open, saved, server, state, summary, type, wait } from "./keeper_page.js";
import { settle } from "./page.js";

test("a figure is sent with its details, its version and its person, and leaves the shelf", async () => {
  server.reply(200, saved(2, { standing: "<b>88</b>", oddity: "twice the last" }));
  await type("L01", "88");
  const [{ url, headers, data }] = server.requests;
  assert.equal(url, "/figure");
  assert.equal(headers["X-CSRFToken"], "secret");
  assert.deepEqual(data, { na: false, reason: "", note: "", value: "88", cell: "L01", seen: 1, as: 7 });
  assert.deepEqual([cells.L01.version, state("L01"), summary()], [2, "saved 10:00", "Everything is saved."]);
  assert.equal(cells.L01.element.querySelector("[data-standing] b").textContent, "88");
  assert.equal(cells.L01.element.querySelector("[data-oddity]").textContent, "twice the last");
  assert.deepEqual(onShelf(), []);
});

test("the next save of a cell names the version that the last one brought", async () => {
  server.reply(200, saved(2));
  server.reply(200, saved(3));
  await type("L01", "88");
  await type("L01", "89");
  assert.deepEqual(
    server.requests.map(({ data }) => [data.value, data.seen]),
    [
      ["88", 1],
      ["89", 2],
    ],
  );
});

test("a task is sent to its own address, without a figure's details", async () => {
  server.reply(200, saved(5));
  await type("T1", "two schools", "done");
  assert.deepEqual(server.requests[0].data, { state: "", done: "two schools", cell: "T1", seen: 4, as: 7 });
  assert.equal(server.requests[0].url, "/progress");
});

test("cells are saved one after the other, in the order in which they were left", async () => {
  const answer = server.hold(200, saved(2));
  server.reply(200, saved(5));
  await type("L01", "88");
  await type("T1", "two schools", "done");
  assert.equal(server.requests.length, 1, "the second waits");
  assert.deepEqual([state("L01"), state("T1"), summary()], ["saving…", "saving…", "saving…"]);
  answer();
  await settle();
  assert.deepEqual(
    server.requests.map(({ data }) => data.cell),
    ["L01", "T1"],
  );
  assert.equal(summary(), "Everything is saved.");
});

test("what is typed while a cell is being saved is saved after it, and not overwritten by the answer", async () => {
  const answer = server.hold(200, saved(2, { value: "88" }));
  server.reply(200, saved(3, { value: "889" }));
  await type("L01", "88");
  await type("L01", "889");
  answer();
  await settle();
  assert.equal(cells.L01.field("value").value, "889");
  assert.deepEqual(
    server.requests.map(({ data }) => [data.value, data.seen]),
    [
      ["88", 1],
      ["889", 2],
    ],
  );
  assert.deepEqual(onShelf(), []);
});

test("without a connection everything stays on the shelf and is tried again after 2, 5, 10, 30 and 30 seconds", async () => {
  server.disconnect();
  await type("L01", "88");
  assert.deepEqual([state("L01"), summary()], ["waiting for the line", "No connection."]);
  assert.deepEqual(onShelf(), ["L01"]);
  for (const seconds of [2, 5, 10, 30, 30]) {
    const before = server.requests.length;
    server.disconnect();
    await wait(seconds * 1000 - 1);
    assert.equal(server.requests.length, before, `not before ${seconds} s`);
    await wait(1);
    assert.equal(server.requests.length, before + 1);
  }
  server.reply(200, saved(2));
  await wait(30000);
  assert.deepEqual([state("L01"), summary(), onShelf()], ["saved 10:00", "Everything is saved.", []]);
  server.disconnect();
  await type("L01", "90");
  server.reply(200, saved(3));
  await wait(2000);
  assert.equal(state("L01"), "saved 10:00", "after an answer the delays begin anew");
});

test("one cell that finds no connection makes the others wait, in their order", async () => {
  server.disconnect();
  await type("L01", "88");
  server.disconnect();
  await type("T1", "two schools", "done");
  assert.deepEqual([state("L01"), state("T1")], ["waiting for the line", "waiting for the line"]);
  server.reply(200, saved(2));
  server.reply(200, saved(5));
  await wait(4999);
  assert.equal(server.requests.length, 2, "the first delay is given up for the second");
  await wait(1);
  assert.deepEqual(
    server.requests.slice(2).map(({ data }) => data.cell),
    ["L01", "T1"],
  );
});

for (const [name, status, data, options, notice, cellState] of [
  ["a session that is over", 200, null, { redirected: true }, "You are logged out.", "waiting for the login"],
  ["another person's session", 401, { code: "person" }, {}, "Somebody else is logged in.", "waiting for the login"],
  ["an error of the server", 502, null, {}, "No connection.", "waiting for the line"],
]) {
  test(`${name} keeps what is typed, and it is tried again`, async () => {
    server.reply(status, data, options);
    await type("L01", "88");
    assert.deepEqual([summary(), state("L01"), onShelf()], [notice, cellState, ["L01"]]);
    server.reply(200, saved(2));
    await wait(2000);
    assert.equal(summary(), "Everything is saved.");
  });
}

test("without cookies a refusal is a session that is over", async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  document.cookie = "csrftoken=; expires=Thu, 01 Jan 1970 00:00:00 GMT";
  server.reply(403, null);
  await type("L01", "88");
  assert.equal(summary(), "You are logged out.");
});

test("where the browser stores nothing the notice says so", async () => {
  keeper.shelf.store = () => false;
  server.disconnect();
  await type("L01", "88");
  assert.equal(summary(), "No connection. This browser keeps nothing.");
});

test("what the server refuses is marked with the reason, stays on the shelf and is not sent again", async () => {
  server.reply(422, { code: "value", message: "L01 is a whole number." });
  await type("L01", "8.5");
  assert.deepEqual([state("L01"), summary()], ["not accepted: L01 is a whole number.", "Some cells are not saved."]);
  assert.equal(cells.L01.main.getAttribute("aria-invalid"), "true");
  assert.deepEqual(onShelf(), ["L01"]);
  await wait(60000);
  assert.equal(server.requests.length, 1);
  server.reply(200, saved(2));
  await type("L01", "8");
  assert.equal(cells.L01.main.hasAttribute("aria-invalid"), false);
});

test("a return that is closed meanwhile offers to load the page again", async () => {
  server.reply(422, { code: "state", message: "It is submitted." });
  await type("L01", "88");
  assert.equal(cells.L01.element.querySelector("[data-state] a").textContent, "Load the page again");
});

test("with a cookie a refusal is none of the session", async () => {
  server.reply(403, null);
  await type("L01", "88");
  assert.deepEqual([state("L01"), summary()], ["The server could not save this.", "Some cells are not saved."]);
});

test("a refusal that nobody planned for says that it could not be saved", async () => {
  server.reply(404, null);
  await type("L01", "88");
  assert.equal(state("L01"), "The server could not save this.");
});

// --- conflicts: a colleague saved the cell meanwhile ---

const THEIRS = { version: 6, at: "09:58", value: "70", na: false, reason: "", note: "" };

async function conflict() {
  server.reply(409, { message: "Saved by Li Min.", theirs: THEIRS });
  await type("L01", "88");
  const place = cells.L01.element.querySelector("[data-conflict]");
  return { place, choose: (i) => place.querySelectorAll("button")[i].click() };
}

test("in a conflict both values are shown, and nothing is sent until the person has chosen", async () => {
  const { place } = await conflict();
  const lines = [...place.querySelectorAll("dd")].map((line) => line.textContent);
  assert.deepEqual(lines, ["theirs: 70 (09:58)", "yours: 88"]);
  assert.deepEqual([state("L01"), summary()], ["not saved: choose below", "Some cells are not saved."]);
  await type("L01", "90");
  await wait(60000);
  assert.equal(server.requests.length, 1);
});

test("one's own value is saved over theirs, under the version of theirs", async () => {
  const { place, choose } = await conflict();
  server.reply(200, saved(7));
  choose(0);
  await settle();
  assert.deepEqual([server.requests[1].data.value, server.requests[1].data.seen], ["88", 6]);
  assert.deepEqual([cells.L01.version, place.textContent, onShelf()], [7, "", []]);
});

test("one's own value that finds no connection after the choice is on the shelf under the version of theirs", async () => {
  const { choose } = await conflict();
  server.disconnect();
  choose(0);
  await settle();
  assert.equal(keeper.shelf.read(cells.L01).seen, 6);
});

test("their value comes into the field when it is chosen", async () => {
  const { choose } = await conflict();
  server.reply(200, saved(6));
  choose(1);
  await settle();
  assert.equal(cells.L01.field("value").value, "70");
  assert.deepEqual([server.requests[1].data.value, onShelf()], ["70", []]);
  assert.equal(summary(), "Everything is saved.");
});

// --- what was left on the shelf ---

test("what was typed before the page was left is put back and sent under the version of that time", async () => {
  server.disconnect();
  await type("L01", "88");
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  open("7", 5); // a colleague has saved it meanwhile: the server must be told what was seen
  server.reply(200, saved(6));
  assert.equal(keeper.restore(), 1);
  assert.equal(cells.L01.field("value").value, "88");
  await settle();
  assert.deepEqual([server.requests[1].data.value, server.requests[1].data.seen, onShelf()], ["88", 1, []]);
});

test("what the server already has is removed from the shelf and not sent", () => {
  keeper.markTyped(cells.L01);
  assert.deepEqual(onShelf(), ["L01"]);
  assert.deepEqual([keeper.restore(), server.requests, onShelf()], [0, [], []]);
});

test("another person at the same machine neither sees nor sends it", async () => {
  server.disconnect();
  await type("L01", "88");
  open("8");
  assert.equal(keeper.restore(), 0);
  assert.equal(cells.L01.field("value").value, "");
  assert.deepEqual(onShelf(), ["L01"]);
});

// --- before the return is submitted ---

test("flush saves what is still being typed", async () => {
  cells.L01.field("value").value = "88";
  keeper.markTyped(cells.L01);
  cells.L01.showStatus("typing", "");
  server.reply(200, saved(2));
  assert.equal(await keeper.flush(), true);
  assert.equal(server.requests.length, 1);
});

test("flush is false while something is refused, or finds no connection", async () => {
  server.reply(422, { message: "no" });
  await type("L01", "x");
  assert.equal(await keeper.flush(), false);
  server.disconnect();
  cells.T1.field("done").value = "two schools";
  keeper.markTyped(cells.T1);
  cells.T1.showStatus("typing", "");
  assert.equal(await keeper.flush(), false);
  assert.deepEqual(
    keeper.unsavedCells().map((cell) => cell.code),
    ["L01", "T1"],
  );
});

test("leaving the page asks while something is unsaved, and not when all is saved", async () => {
  const asks = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  cells.L01.main.dispatchEvent(new Event("input", { bubbles: true }));
  server.disconnect();
  await type("L01", "88");
  assert.equal(asks(), true);
  server.reply(200, saved(2));
  await wait(2000);
  assert.equal(asks(), false);
});

test("what was emptied and not saved is asked about before it goes to the server", async () => {
  cells.L01.field("value").value = "";
  keeper.markTyped(cells.L01);
  open("7", 1);
  cells.L01.field("value").value = "88"; // as the server has it
  assert.equal(keeper.restore(), 0);
  await settle();
  assert.deepEqual(server.requests, []);
  const conflict = cells.L01.element.querySelector("[data-conflict]");
  assert.match(conflict.textContent, /emptied here/);
  server.reply(200, saved(2, { value: "88" }));
  conflict.querySelectorAll("button")[1].click(); // what the server has stays
  await settle();
  assert.equal(cells.L01.field("value").value, "88");
});
