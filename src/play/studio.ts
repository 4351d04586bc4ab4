// The local cloud behind the page: holds the photos, runs the built function on their events, one after another, and tells what
// became of them.

import { loadConfig } from '../function/config/config.ts';
import { routeOf } from '../function/preset/route.ts';
import type { Outcome, Report } from '../function/report.ts';
import { type Cloud, startCloud } from '../local/cloud.ts';
import type { CosEvent, LoggedRequest } from '../local/cos/cos.ts';
import type { Invocation } from '../local/scf/invocation.ts';
import { nodeOf } from '../local/scf/runtimes.ts';
import type { ScfFunction } from '../local/scf/scf.ts';
import { colourChange } from './colour-change.ts';
import { bucket, createUploader, region, targetBucketOf } from './gallery.ts';
import { type KeptBytes, KeptObjects } from './kept-objects.ts';
import { estimate, faultKinds, recommendedMachine } from './machine.ts';
import { toPhotoKey } from './photo-key.ts';
import { PlayError } from './play-error.ts';
import { makePreview, Previews } from './preview.ts';
import type { Configuration, Occasion, PlayPhoto, PlayTrial, TrialResult } from './trial.ts';

/** A photo that the page sends. */
export interface NewPhoto {
  /** Neither is trusted; together they become the key. */
  readonly folder: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly focus: string;
}

export type PlayStudioEvent =
  | { readonly kind: 'photo'; readonly photo: PlayPhoto }
  | { readonly kind: 'trial'; readonly trial: PlayTrial };

/** The manifest is on, because the page shows its placeholder, and makes a `<picture>` element of it. */
const firstConfiguration: Configuration = {
  env: { THUMB_PRESETS: 'small:200x200;square:300x300,cover,attention,webp', THUMB_MANIFEST: 'on' },
  machine: recommendedMachine,
};

/** The key of the picture in the target bucket for THUMB_WATERMARK. */
export const watermarkKey = 'marks/logo.png';

/** More trials than these are forgotten, the oldest first: their thumbnails are held in memory. */
const maxTrials = 200;
const maxPhotos = 500;
/** Of all photos together: they are on this machine's disk. */
const maxBytes = 2 * 1024 ** 3;

export class PlayStudio {
  configuration: Configuration = firstConfiguration;
  private readonly cloud: Cloud;
  private readonly photos = new Map<string, PlayPhoto>();
  private readonly trials = new Map<string, PlayTrial>();
  private readonly kept: KeptObjects;
  /** Key of a photo -> the newest event of it. */
  private readonly events = new Map<string, CosEvent>();
  private readonly previews: Previews;
  private readonly watermark: Buffer;
  private readonly listeners = new Set<(event: PlayStudioEvent) => void>();
  private running: { readonly settings: string; readonly thumbnailer: ScfFunction } | undefined;
  private queue: Promise<void> = Promise.resolve();
  private count = 0;

  private constructor(cloud: Cloud, watermark: Buffer) {
    this.cloud = cloud;
    this.watermark = watermark;
    this.kept = new KeptObjects(cloud.server.objects);
    this.previews = new Previews((event) => this.inTurn(() => makePreview(cloud, event)));
    this.prepareTarget();
    cloud.server.onEvent((event) => {
      for (const { cos } of event.Records) {
        const prefix = `/${cos.cosBucket.appid}/${cos.cosBucket.name}/`;
        if (`${cos.cosBucket.name}-${cos.cosBucket.appid}` === bucket) {
          this.events.set(cos.cosObject.key.slice(prefix.length), event);
        }
      }
    });
  }

  /**
   * @param watermark A PNG, which is put into the target bucket, so that THUMB_WATERMARK can be tried.
   * @throws {Error} if the function has not been built.
   */
  static async open(watermark: Buffer): Promise<PlayStudio> {
    return new PlayStudio(await startCloud([bucket], region), watermark);
  }

  /** For the next trials. */
  configure(configuration: Configuration): void {
    this.configuration = configuration;
    this.prepareTarget();
  }

  /** The bucket for thumbnails is whichever the settings name. */
  private prepareTarget(): void {
    const { server } = this.cloud;
    const target = targetBucketOf(this.configuration.env);
    if (server.hasBucket(target)) return;
    server.createBucket(target);
    server.objects.put(target, watermarkKey, this.watermark, { 'Content-Type': 'image/png' });
  }

  async close(): Promise<void> {
    await this.cloud.close();
  }

  /**
   * Calls the listener with all that is there, and then with each change.
   *
   * @returns A function that removes the listener.
   */
  listen(listener: (event: PlayStudioEvent) => void): () => void {
    for (const photo of this.photos.values()) listener({ kind: 'photo', photo });
    for (const trial of this.trials.values()) listener({ kind: 'trial', trial });
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Uploads a photo, and lets the function answer its event. A photo of the same name is overwritten. */
  async upload(photo: NewPhoto): Promise<PlayPhoto> {
    const key = toPhotoKey(photo.folder, photo.name);
    const all = [...this.photos.values()];
    const before = all.find((one) => one.key === key);
    const bytes = all.reduce((sum, one) => sum + one.bytes, photo.bytes.length);
    if (bytes > maxBytes) {
      const gigabytes = maxBytes / 1024 ** 3;
      throw new PlayError(413, {
        en: `The photos have ${gigabytes} GB together already; start npm run play again for more.`,
        zh: `照片合计已达 ${gigabytes} GB；要再添加，请重新运行 npm run play。`,
      });
    }
    if (before === undefined && this.photos.size >= maxPhotos) {
      throw new PlayError(413, {
        en: `There are ${maxPhotos} photos already; start npm run play again for more.`,
        zh: `已有 ${maxPhotos} 张照片；要再添加，请重新运行 npm run play。`,
      });
    }
    const occasion = before === undefined ? 'upload' : 'overwrite';
    return await this.put(before?.id ?? this.nextId('p'), key, photo, occasion);
  }

  /** Uploads the same bytes again, with another focus if one is given. */
  async overwrite(id: string, focus: string | undefined): Promise<void> {
    const photo = this.photo(id);
    const bytes = this.bytesOf(id);
    const { contentType } = photo;
    await this.put(id, photo.key, { bytes, contentType, focus: focus ?? photo.focus }, 'overwrite');
  }

  async delete(id: string): Promise<void> {
    const photo = this.photo(id);
    await createUploader(this.cloud).deleteObject({ Bucket: bucket, Region: region, Key: photo.key });
    this.keepPhoto({ ...photo, deleted: true });
    this.enqueue(photo, 'delete');
  }

  /** Delivers the newest event of a photo again. */
  deliver(id: string, occasion: 'deliver' | 'settings'): void {
    this.enqueue(this.photo(id), occasion);
  }

  /** @throws {PlayError} if there is no such photo, or if it was deleted. */
  bytesOf(id: string): Buffer {
    const object = this.cloud.server.objects.get(bucket, this.photo(id).key);
    if (object) return object.bytes;
    throw new PlayError(404, { en: 'This photo was deleted.', zh: '这张照片已被删除。' });
  }

  /**
   * A JPEG of a photo that the browser does not show.
   *
   * @throws {PlayError} if the function makes none of it.
   */
  async preview(id: string): Promise<Buffer> {
    const { key } = this.photo(id);
    const event = this.events.get(key);
    const etag = this.cloud.server.objects.get(bucket, key)?.etag;
    const bytes = event && etag && (await this.previews.get(`${key} ${etag}`, event));
    if (bytes) return bytes;
    throw new PlayError(404, { en: 'The function makes no picture of it.', zh: '函数无法将其生成图片。' });
  }

  thumbnail(name: string): KeptBytes | undefined {
    return this.kept.get(name);
  }

  trial(id: string): PlayTrial | undefined {
    return this.trials.get(id);
  }

  private async put(
    id: string,
    key: string,
    { bytes, contentType, focus }: Omit<NewPhoto, 'folder' | 'name'>,
    occasion: Occasion,
  ): Promise<PlayPhoto> {
    await createUploader(this.cloud).putObject({
      Bucket: bucket,
      Region: region,
      Key: key,
      Body: bytes,
      ...(contentType !== '' && { ContentType: contentType }),
      ...(focus !== '' && { 'x-cos-meta-focus': focus }),
    });
    const colours = colourChange(bytes);
    const photo: PlayPhoto = {
      id,
      key,
      bytes: bytes.length,
      contentType,
      focus,
      ...(colours && { colours }),
      deleted: false,
    };
    this.keepPhoto(photo);
    this.enqueue(photo, occasion);
    return photo;
  }

  private photo(id: string): PlayPhoto {
    const photo = this.photos.get(id);
    if (photo) return photo;
    throw new PlayError(404, { en: 'There is no such photo.', zh: '没有这张照片。' });
  }

  private keepPhoto(photo: PlayPhoto): void {
    this.photos.set(photo.id, photo);
    this.tell({ kind: 'photo', photo });
  }

  private keepTrial(trial: PlayTrial): void {
    this.trials.set(trial.id, trial);
    this.tell({ kind: 'trial', trial });
    const [oldest] = this.trials.keys();
    if (this.trials.size <= maxTrials || oldest === undefined) return;
    this.trials.delete(oldest);
    this.kept.forget(oldest);
  }

  private tell(event: PlayStudioEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  private nextId(letter: string): string {
    this.count += 1;
    return `${letter}${this.count}`;
  }

  private enqueue(photo: PlayPhoto, occasion: Occasion): void {
    const event = this.events.get(photo.key);
    if (!event) throw new Error(`COS sent no event for ${photo.key}`);
    const { requests } = this.cloud.server;
    const isOfUser = ({ method, bucket: of, key }: LoggedRequest) =>
      of === bucket && key === photo.key && (method === 'PUT' || method === 'DELETE');
    const globs = routeOf(loadConfig(this.configuration.env).routes, photo.key)?.globs;
    const trial: PlayTrial = {
      id: this.nextId('t'),
      photo: photo.id,
      occasion,
      state: 'waiting',
      configuration: this.configuration,
      ...(globs !== undefined && { globs }),
      request: requests.findLast(isOfUser),
      event,
      invocations: [],
      requests: [],
      results: [],
    };
    // Of several changes of the settings only the last one is of interest.
    const isOutdated = (one: PlayTrial) =>
      one.photo === photo.id && one.state === 'waiting' && one.occasion === 'settings';
    for (const one of this.trials.values()) {
      if (isOutdated(one)) this.keepTrial({ ...one, state: 'superseded' });
    }
    this.keepTrial(trial);
    void this.inTurn(() => this.run(trial.id));
  }

  /** One after another: the requests of each are told apart by their time. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work);
    this.queue = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  private async run(id: string): Promise<void> {
    const trial = this.trials.get(id);
    if (trial?.state !== 'waiting') return;
    this.keepTrial({ ...trial, state: 'running' });
    const { server } = this.cloud;
    const requests: LoggedRequest[] = [];
    const stop = server.onRequest((request) => {
      // The user's own uploads go on meanwhile.
      if (!(request.bucket === bucket && request.method === 'PUT')) requests.push(request);
    });
    const { env, machine } = trial.configuration;
    const target = targetBucketOf(env);
    for (const one of faultKinds[machine.fault]) {
      server.faults.add({ ...one, bucket: one.method === 'PUT' ? target : bucket });
    }
    try {
      const thumbnailer = await this.thumbnailerFor(trial.configuration);
      const invocations = await thumbnailer.deliver(trial.event);
      this.keepTrial(this.completed(trial, invocations, requests));
    } catch (error) {
      this.keepTrial({ ...trial, state: 'failed', requests, error: (error as Error).message });
    } finally {
      stop();
      server.faults.clear();
    }
  }

  /** The instance stays warm until the settings or the machine change. */
  private async thumbnailerFor({ env, machine }: Configuration): Promise<ScfFunction> {
    const { memoryMb, timeoutS, runtime } = machine;
    const settings = JSON.stringify([env, memoryMb, timeoutS, runtime]);
    if (this.running?.settings === settings) return this.running.thumbnailer;
    await this.running?.thumbnailer.close();
    const node = runtime === '' ? {} : { node: nodeOf(runtime) };
    const thumbnailer = this.cloud.startThumbnailer({
      ...node,
      memoryMb,
      timeoutS,
      env,
      retryIntervalMs: 300,
    });
    this.running = { settings, thumbnailer };
    return thumbnailer;
  }

  private completed(
    trial: PlayTrial,
    invocations: readonly Invocation[],
    requests: LoggedRequest[],
  ): PlayTrial {
    const last = invocations.at(-1);
    const report = last?.statusCode === 200 ? (last.answer as Report) : undefined;
    const outcomes = report?.records.flatMap((record) => record.outcomes) ?? [];
    const results = outcomes.map((outcome, n): TrialResult => {
      const made = outcome.status === 'skipped' ? this.earlier(trial, outcome) : undefined;
      const object = this.kept.keep(`${trial.id}/${n}`, made ?? outcome);
      return { outcome, ...(made && { made }), ...(object && { object }) };
    });
    const manifest = results.find(({ outcome }) => outcome.manifest)?.object;
    const { memoryMb } = trial.configuration.machine;
    return {
      ...trial,
      state: 'done',
      invocations,
      requests: [...requests],
      results,
      ...(manifest && {
        manifest: JSON.parse(this.kept.bytesOf(manifest)?.toString() ?? 'null'),
      }),
      ...(last && {
        estimate: estimate({ durationMs: last.durationMs, requests: requests.length }, memoryMb),
      }),
    };
  }

  /** The outcome of an earlier trial that stored what is up-to-date now. */
  private earlier(trial: PlayTrial, outcome: Outcome): Outcome | undefined {
    const results = [...this.trials.values()]
      .filter((one) => one.photo === trial.photo)
      .flatMap((one) => one.results);
    const isIt = (one: Outcome) => one.status === 'stored' && whatOf(one) === whatOf(outcome);
    return results.map((one) => one.outcome).findLast(isIt);
  }
}

/** What an outcome is about: a preset, the manifest, or the record as a whole. */
function whatOf(outcome: Outcome): string {
  if (outcome.manifest) return 'the manifest';
  return 'preset' in outcome ? `preset ${outcome.preset}` : '';
}
