// Tests the lock: callers enter one at a time, in the order of their arrival, and none waits beyond its deadline.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import { Mutex } from '../../src/function/mutex.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const later = () => Deadline.in(10_000);

/** Runs every callback that is due without waiting. */
const settle = () => vi.advanceTimersByTimeAsync(0);

test('callers enter one at a time, in the order of their arrival', async () => {
  const mutex = new Mutex();
  const seen: string[] = [];
  const visit = async (name: string) => {
    const leave = await mutex.enter('begin', later());
    seen.push(`${name} enters`);
    await new Promise((resolve) => setTimeout(resolve, 10));
    seen.push(`${name} leaves`);
    leave();
  };
  const visits = ['a', 'b', 'c'].map(visit);
  await vi.advanceTimersByTimeAsync(30);
  await Promise.all(visits);
  expect(seen).toEqual(['a enters', 'a leaves', 'b enters', 'b leaves', 'c enters', 'c leaves']);
});

test('a caller waits no longer than its deadline, and those behind it wait for those before it alone', async () => {
  const mutex = new Mutex();
  const leave = await mutex.enter('begin', later());
  const impatient = mutex.enter('render', Deadline.in(100));
  const behind = vi.fn();
  void mutex.enter('begin', later()).then(behind);
  const refused = expect(impatient).rejects.toMatchObject({
    code: 'deadline',
    message: expect.stringContaining('no time left to render'),
  });
  await vi.advanceTimersByTimeAsync(100);
  await refused;
  expect(behind).not.toHaveBeenCalled();
  leave();
  await settle();
  expect(behind).toHaveBeenCalledOnce();
});

test('a caller that finds it free waits for nothing, and leaves no timer', async () => {
  const mutex = new Mutex();
  (await mutex.enter('begin', later()))();
  (await mutex.enter('begin', later()))();
  expect(vi.getTimerCount()).toBe(0);
});
