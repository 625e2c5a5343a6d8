// Events of our own and of htmx, for the type checker alone; no page loads this file.

interface GridEventDetail {
  inputs: (HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[];
  cause: "type" | "paste" | "undo";
}

interface GridFillDetail {
  changes: [cell: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement, value: string][];
}

interface HTMLElementEventMap {
  "grid:fill": CustomEvent<GridFillDetail>;
  "grid:undo": CustomEvent<null>;
  "grid:change": CustomEvent<GridEventDetail>;
  "grid:input": CustomEvent<GridEventDetail>;
  "grid:enter": CustomEvent<GridEventDetail>;
}

interface DocumentEventMap {
  "htmx:configRequest": CustomEvent<{ headers: Record<string, string> }>;
}
