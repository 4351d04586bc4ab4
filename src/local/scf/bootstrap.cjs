// Loads the function in a child Node.js and calls it there, as SCF's own bootstrap does. It runs any function.
// It must run on Node.js 10.15, so it is plain CommonJS without newer syntax.
'use strict';

const [, , file, handlerName, endOfLog] = process.argv;
// Kept before the function is loaded, which may replace them: the parent must still receive messages and logs.
const send = process.send.bind(process);
const writeOut = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);

/** The running invocation, which is settled when its caller has an answer. undefined: the instance is idle. */
let current;

function describe(error) {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  return { type: error.name, message: error.message, stack: error.stack };
}

function load() {
  try {
    return require(file);
  } catch (error) {
    send({ kind: 'unloadable', statusCode: 443, error: describe(error) });
    return undefined;
  }
}

function answer(invocation, value) {
  if (invocation.settled) return;
  try {
    const json = JSON.stringify(value);
    invocation.settled = true;
    send({ kind: 'answer', json });
  } catch (error) {
    fail(invocation, error);
    return;
  }
  if (invocation.context.callbackWaitsForEmptyEventLoop === false) finish(true);
}

function fail(invocation, error) {
  if (invocation.settled) return;
  invocation.settled = true;
  send({ kind: 'error', error: describe(error) });
}

/** Ends the invocation: nothing runs any more, or (`frozen`) the function has asked not to wait for what still runs. */
function finish(frozen) {
  current = undefined;
  process.channel.ref();
  writeOut(`${endOfLog}\n`);
  writeError(`${endOfLog}\n`);
  // Node.js has process.resourceUsage from 12.6 on.
  const maxRssKb = process.resourceUsage ? process.resourceUsage().maxRSS : undefined;
  send({ kind: 'finished', frozen, maxRssKb });
}

function invoke(handler, message) {
  // SCF renews the execution role's temporary credentials with every invocation.
  Object.assign(process.env, message.env);
  const deadline = Date.now() + message.context.time_limit_in_ms;
  const context = Object.assign({}, message.context, {
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  });
  const invocation = { context, settled: false };
  current = invocation;
  // Without this the channel would keep the event loop alive: only the function's own work may.
  process.channel.unref();
  const callback = (error, value) => {
    if (error) fail(invocation, error);
    else answer(invocation, value);
  };
  try {
    const returned = handler(message.event, context, callback);
    if (returned && typeof returned.then === 'function') {
      returned.then(
        (value) => answer(invocation, value),
        (error) => fail(invocation, error),
      );
    } else if (handler.length < 3) {
      answer(invocation, returned);
    }
  } catch (error) {
    fail(invocation, error);
  }
}

process.on('beforeExit', () => {
  if (!current) return;
  fail(
    current,
    new Error(
      'the event loop is empty, but the function has neither answered nor thrown: its promise must settle',
    ),
  );
  finish(false);
});

process.on('uncaughtException', (error) => {
  if (current && !current.settled) {
    fail(current, error);
    return;
  }
  const { message, stack = message } = describe(error);
  writeError(`uncaught error outside an invocation: ${stack}\n`);
});

process.on('disconnect', () => process.exit());

process.env.SCF_RUNTIME = `Nodejs${process.versions.node.split('.').slice(0, 2).join('.')}`;

const loaded = load();
if (loaded !== undefined) {
  const handler = loaded[handlerName];
  if (typeof handler === 'function') {
    process.on('message', (message) => invoke(handler, message));
    // After what the module has begun in promises: SCF's bootstrap speaks by a socket, for which the event loop has to turn.
    setImmediate(() => send({ kind: 'ready' }));
  } else {
    const message = `${file} exports no function ${handlerName}; it exports: ${Object.keys(loaded).join(', ') || 'nothing'}`;
    send({ kind: 'unloadable', statusCode: 437, error: { type: 'HandlerNotFound', message } });
  }
}
