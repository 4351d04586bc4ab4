// One point in time, and that no wait outlives it.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';

const deadlineError = expect.objectContaining({
  name: 'ThumbnailError',
  code: 'deadline',
  message: expect.stringMatching(/^no time left to decode\. Give the function a longer timeout/),
});

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the time left', () => {
  test('runs out, and never below 0', () => {
    const deadline = Deadline.in(300);
    expect(deadline.at).toBe(1_000_300);
    expect(deadline.remaining()).toBe(300);
    vi.advanceTimersByTime(299);
    expect(deadline.remaining()).toBe(1);
    vi.advanceTimersByTime(500);
    expect(deadline.remaining()).toBe(0);
  });

  test('is less before an earlier point, and the deadline itself does not move', () => {
    const deadline = Deadline.in(300);
    expect(deadline.before(100).remaining()).toBe(200);
    expect(deadline.before(400).remaining()).toBe(0);
    expect(deadline.remaining()).toBe(300);
  });

  test('check passes until the last millisecond and throws from then on', () => {
    const deadline = Deadline.in(10);
    vi.advanceTimersByTime(9);
    expect(() => deadline.check('decode')).not.toThrow();
    vi.advanceTimersByTime(1);
    expect(() => deadline.check('decode')).toThrow(deadlineError);
  });
});

describe('race', () => {
  test('gives what the work gives, and leaves no timer behind', async () => {
    const onExpired = vi.fn();
    await expect(Deadline.in(100).race(Promise.resolve('done'), 'decode', onExpired)).resolves.toBe('done');
    expect(vi.getTimerCount()).toBe(0);
    expect(onExpired).not.toHaveBeenCalled();
  });

  test('fails as the work fails, and leaves no timer behind', async () => {
    const failure = new Error('cut short');
    await expect(Deadline.in(100).race(Promise.reject(failure), 'decode')).rejects.toBe(failure);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('gives what was done already, even when no time is left', async () => {
    await expect(Deadline.in(-5).race(Promise.resolve('done'), 'decode')).resolves.toBe('done');
  });

  test('fails with deadline, and only then lets the work be cancelled', async () => {
    const onExpired = vi.fn();
    const racing = Deadline.in(100).race(new Promise(() => undefined), 'decode', onExpired);
    const failing = expect(racing).rejects.toThrow(deadlineError);
    vi.advanceTimersByTime(99);
    expect(onExpired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    await failing;
    expect(onExpired).toHaveBeenCalledTimes(1);
  });

  test('does not hear of work that fails after the deadline', async () => {
    const work = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('too late')), 200);
    });
    const failing = expect(Deadline.in(100).race(work, 'decode')).rejects.toThrow(deadlineError);
    vi.advanceTimersByTime(200);
    await failing;
  });
});
