// What must be undone even when the benchmarks are interrupted: children, folders, control groups.

const pending = new Set<() => void>();

/**
 * @param undo Synchronous. Called once: when the answer is called, or else when this process ends.
 * @returns To be called when its time has come.
 */
export function undoAtExit(undo: () => void): () => void {
  if (pending.size === 0) watchForTheEnd();
  const once = () => {
    if (pending.delete(once)) undo();
  };
  pending.add(once);
  return once;
}

/** What was done last is undone first. */
function undoAll(): void {
  for (const undo of [...pending].reverse()) undo();
}

const interrupt = () => process.exit(130);

function watchForTheEnd(): void {
  process.off('exit', undoAll).on('exit', undoAll);
  process.off('SIGINT', interrupt).on('SIGINT', interrupt);
  process.off('SIGTERM', interrupt).on('SIGTERM', interrupt);
}
