// Every text of the page, in English and in Chinese.

import { shown } from './state.js';

export const texts = {
  title: ['Try presets on your photos', '用自己的照片试试预设'],
  intro: [
    'The built function answers every upload on a local COS server: what you see is what would be stored. Nothing leaves this machine.',
    '每次上传都由构建好的函数在本地 COS 服务器上处理：所见即将来所存。任何内容都不会离开本机。',
  ],
  otherLanguage: ['中文', 'English'],
  sections: ['Sections', '各部分'],
  skip: ['To the results', '跳到结果'],
  serverGone: [
    'The server does not answer. Is npm run play still running?',
    '服务器没有应答。npm run play 还在运行吗？',
  ],
  tooLarge: ['{name} is larger than {mb} MB.', '{name} 超过 {mb} MB。'],

  photos: ['Photos', '照片'],
  drop: ['Drop a photo of yours anywhere on this page, or', '把你的照片拖到页面任意处，或'],
  dropMore: ['Drop more anywhere, or', '可继续拖入，或'],
  folder: ['Folder in the bucket', '存储桶里的目录'],
  leftOut: [
    'Left out of the folder: {n} that are no pictures by their names.',
    '文件夹里有 {n} 个文件从名称看不是图片，已略过。',
  ],
  chooseFiles: ['Choose photos', '选择照片'],
  chooseFolder: ['Choose a folder', '选择文件夹'],
  samples: ['Take the samples', '使用示例照片'],
  runAll: ['Make all photos with these presets', '用这些预设处理全部照片'],
  noPhotos: ['No photo yet.', '还没有照片。'],
  stateWaiting: ['waiting', '等待中'],
  stateRunning: ['running', '处理中'],
  stateStored: ['stored', '已存储'],
  stateSkipped: ['skipped', '已跳过'],
  stateFailed: ['failed', '失败'],
  stateDeleted: ['deleted', '已删除'],
  stateRemoved: ['removed', '已移除'],

  presets: ['Presets', '预设'],
  presetText: ['THUMB_PRESETS: text and form edit each other', 'THUMB_PRESETS：文本与表单相互编辑'],
  addPreset: ['Add a preset', '添加预设'],
  removePreset: ['Remove', '移除'],
  fourAtMost: [
    'Only the first four presets are shown side by side; the function makes them all.',
    '只并排显示前四个预设；函数会生成全部预设。',
  ],
  presetName: ['Name', '名称'],
  width: ['Width', '宽'],
  height: ['Height', '高'],
  moreOptions: ['More options', '更多选项'],
  others: ['Not understood', '无法识别'],
  example: ['such as {example}', '例如 {example}'],
  preset: ['Preset {n}', '预设 {n}'],

  optionFit: ['Fit', 'fit：如何放进框里'],
  optionGravity: ['Gravity: what a crop keeps', 'gravity：裁剪保留哪里'],
  optionFormat: ['Format', '格式'],
  optionQuality: ['Quality', '质量'],
  optionEffort: ['Effort', '编码力度'],
  optionMaxBytes: ['Bytes at most', '最大字节数'],
  optionBackground: ['Background', '背景色'],
  optionTrim: ['Trim borders', '裁去边框'],
  optionDpr: ['Pixel density', '像素密度'],
  optionPages: ['Frames', '帧数'],
  optionLossless: ['Lossless', '无损'],
  optionWatermark: ['Watermark', '水印'],
  optionEnlarge: ['May enlarge', '允许放大'],
  fit_inside: ['within the box', '不超出框'],
  fit_cover: ['fills the box, cropped', '填满框，裁剪'],
  fit_contain: ['within the box, padded', '放进框内，补边'],
  fit_outside: ['covers the box, uncropped', '覆盖框，不裁剪'],
  fit_fill: ['stretched', '拉伸'],

  hint_format: [
    'auto: that of the photo; JPEG for TIFF, HEIC and JPEG XL',
    'auto：与照片相同；TIFF、HEIC、JPEG XL 转为 JPEG',
  ],
  hint_quality: [
    '1 to 100, or auto: the lowest that looks the same. Empty: 80, AVIF 50',
    '1 到 100，或 auto：看起来没有差别的最低质量。留空：80，AVIF 为 50',
  ],
  hint_effort: ['0: quickest; 9: slowest, with fewer bytes', '0 最快；9 最慢而字节较少'],
  'hint_max-bytes': [
    '20000, 20k or 1m: lower quality first, then smaller',
    '20000、20k 或 1m：先降质量，再缩小尺寸',
  ],
  hint_background: [
    'Of padding and of transparent parts: ffffff, white, transparent',
    '补边和透明处的颜色：ffffff、white、transparent',
  ],
  hint_trim: [
    'Cuts off what has the colour of the top left pixel; 0 to 255: how near',
    '先裁掉与左上角像素同色的边框；0 到 255：允许的色差',
  ],
  hint_dpr: ['1 to 4: multiplies both sides, for dense screens', '1 到 4：宽高同乘，用于高分屏'],
  hint_pages: ['Of an animation: a number, or all', '动图的帧数：数字或 all'],
  hint_lossless: ['WebP and AVIF: keeps every pixel', 'WebP 和 AVIF：每个像素都不变'],
  hint_watermark: ['Lays the picture of THUMB_WATERMARK on it', '叠加 THUMB_WATERMARK 的图片'],
  hint_enlarge: ['A photo smaller than the box is enlarged', '比框小的照片会放大'],

  source: ['Photo', '源照片'],
  focusHelp: [
    'Click the photo, or use the arrow keys and Enter, to say what crops keep (x-cos-meta-focus).',
    '点击照片，或用方向键和回车，指定裁剪要保留的位置（x-cos-meta-focus）。',
  ],
  focusIs: ['Focus: {focus}', '焦点：{focus}'],
  clearFocus: ['Remove the focus', '清除焦点'],
  focusPhoto: ['{name}; press the arrow keys to move the focus', '{name}；按方向键移动焦点'],
  notShown: ['This browser does not show this format.', '此浏览器不能显示这种格式。'],
  drawnByFunction: [
    'This browser does not show this format: here it is as the function reads it.',
    '此浏览器不能显示这种格式：这里是函数读出的画面。',
  ],
  otherFolder: ['Not for {key}: another route decides there.', '不用于 {key}：那里由别的 for= 决定。'],
  notMade: ['Nothing made yet', '尚未生成'],
  noneMade: ['Nothing was made: the reason stands at the photo.', '未生成：原因见源照片处。'],
  drawing: ['The function draws this photo…', '函数正在绘制这张照片……'],
  busy: ['The function is working…', '函数处理中……'],
  saved: ['{percent} less', '减少 {percent}'],
  grown: ['{percent} more', '增加 {percent}'],
  upToDate: ['up to date: it was there already', '已是最新：此前已存在'],
  keptSource: [
    'The photo itself was stored without its metadata: encoding it again gave more bytes.',
    '存储了去掉元数据的源照片：重新编码反而更大。',
  ],
  animation: ['{n} frames', '{n} 帧'],
  madeBy: ['engine: {engine}', '引擎：{engine}'],

  time: ['Time here', '本机耗时'],
  coldStart: ['and {ms} to start', '启动另需 {ms}'],
  warm: ['instance was warm', '实例已预热'],
  memory: ['Memory', '内存'],
  memoryUsed: ['{used} / {limit} MB', '{used} / {limit} MB'],
  estimated: ['On SCF, by calculation', '在 SCF 上（估算）'],
  estimatedAt: ['{cores} cores at {memory} MB', '{memory} MB 对应 {cores} 核'],
  overTime: ['more than the time limit of {s} s', '超过执行超时时间 {s} 秒'],
  cost: ['1,000 such photos', '1,000 张这样的照片'],
  yuan: ['{yuan} yuan', '{yuan} 元'],
  costNote: ['SCF prices of {date}, without a package', 'SCF {date} 价格，不含资源包'],
  nothingMade: [
    'All was up to date, so nothing had to be made: change a preset for figures of the work.',
    '全部已是最新，无需生成：更改预设可看到实际处理的数据。',
  ],
  status: ['Status', '状态'],

  compare: ['Compare', '对比'],
  left: ['Left', '左'],
  right: ['Right', '右'],
  divider: ['Divider', '分隔线'],
  scaleFit: ['Fitted', '适应窗口'],
  enlarged: [
    'Drawn {times} times as large as it is, so it looks blurred: judge at 1:1.',
    '放大到 {times} 倍显示，因此显得模糊：请在 1:1 下判断。',
  ],
  scaleOne: ['1:1', '1:1'],
  groundChecks: ['Checks', '棋盘格'],
  groundLight: ['Light', '浅色'],
  groundDark: ['Dark', '深色'],
  ground: ['Ground', '底色'],
  scale: ['Scale', '缩放'],
  nothingToCompare: [
    'Here two pictures are compared as soon as a thumbnail is stored.',
    '有缩略图存储后，可在此对比两张图片。',
  ],

  chain: ['What happened', '经过'],
  nothingHappened: [
    'Upload, event, invocation and result of each photo can be opened here.',
    '每张照片的上传、事件、调用和结果可在这里展开。',
  ],
  trial: ['Trial', '试验'],
  stepUpload: ['Upload', '上传'],
  stepEvent: ['Event', '事件'],
  stepInvocation: ['Invocation', '调用'],
  stepResult: ['Result', '结果'],
  occasion_upload: ['uploaded', '上传'],
  occasion_overwrite: ['uploaded again', '再次上传'],
  occasion_delete: ['deleted', '删除'],
  occasion_deliver: ['delivered again', '再次投递'],
  occasion_settings: ['other settings', '更改配置'],
  superseded: ['left out: newer settings came first', '已略过：有更新的配置'],
  copy: ['Copy', '复制'],
  copied: ['Copied', '已复制'],
  copyEvent: ["Copy for the console's test", '复制到控制台测试'],
  eventHelp: [
    'What COS sent to the function. Paste it into the test event (测试事件) of the SCF console.',
    'COS 发给函数的内容。可粘贴到 SCF 控制台的“测试事件”中。',
  ],
  headers: ['Headers', '头部'],
  metadata: ['Metadata', '元数据'],
  log: ['Log', '日志'],
  emptyLog: ['No line.', '没有日志。'],
  requests: ["The function's requests to COS", '函数对 COS 的请求'],
  report: ['Report', '报告'],
  attempt: ['Delivery {n}', '第 {n} 次投递'],
  error: ['Error', '错误'],
  manifest: ['Manifest', '描述文件'],
  placeholder: [
    'ThumbHash, as a page draws it before the photo is loaded; dominant colour {colour}',
    'ThumbHash：照片加载前页面所绘的占位图；主色 {colour}',
  ],
  noManifest: ['No manifest: THUMB_MANIFEST is not set.', '没有描述文件：未配置 THUMB_MANIFEST。'],

  machine: ['Machine', '机器'],
  machineHelp: [
    'As in the console: with more memory SCF gives more of a processor. The function is ended above its memory, as by SCF (on Linux).',
    '与控制台相同：内存越多，SCF 分配的 CPU 越多。内存超限时函数会被终止，与 SCF 一样（Linux 上）。',
  ],
  memorySize: ['Memory', '内存'],
  timeLimit: ['Time limit, s', '执行超时时间（秒）'],
  runtime: ['Runtime', '运行环境'],
  thisNode: ['this Node.js, {version}', '本机 Node.js {version}'],
  fault: ['Fault of the next trials', '后续试验中的故障'],
  fault_none: ['none', '无'],
  'fault_busy-once': ['the first read answers 503', '第一次读取返回 503'],
  fault_busy: ['every read answers 503', '每次读取都返回 503'],
  fault_slow: ['slow: 160 kB/s', '慢速：160 kB/s'],
  fault_cut: ['the first read is cut off', '第一次读取中断'],
  'fault_write-busy': ['every write answers 503', '每次写入都返回 503'],
  deliver: ['Deliver again', '再次投递'],
  overwrite: ['Overwrite', '覆盖上传'],
  remove: ['Delete', '删除'],
  actionsOn: ['With {name}:', '对 {name}：'],

  settings: ['Other settings (THUMB_…)', '其他配置（THUMB_…）'],
  settingsHelp: [
    'Environment variables of the function; empty means what stands in the field. The picture for THUMB_WATERMARK is {key}. Only THUMB_NOTIFY sends something elsewhere: reports, to the address that you give.',
    '函数的环境变量；留空即为框中所示。可用于 THUMB_WATERMARK 的图片是 {key}。只有 THUMB_NOTIFY 会向外发送：把报告发到你填写的地址。',
  ],

  takeAway: ['Take away', '带走'],
  takeAwayHelp: [
    'What you have chosen, ready for the cloud. Name your own bucket first: it goes into the texts.',
    '你的选择，可直接用到云上。请先填自己的存储桶：下面的内容会用到。',
  ],
  bucket: ['Bucket of the photos', '照片的存储桶'],
  region: ['Region', '地域'],
  function: ['Function', '函数名'],
  takePresets: ['The presets', '预设'],
  takeHelpPresets: [
    'The value of the variable THUMB_PRESETS. In the SCF console: 函数管理 → 函数配置 → 编辑 → 环境变量 (the function, its configuration, edit, environment variables).',
    '变量 THUMB_PRESETS 的值：SCF 控制台 → 函数管理 → 函数配置 → 编辑 → 环境变量。',
  ],
  takeVariables: ['All environment variables', '全部环境变量'],
  takeHelpVariables: [
    'One a line, NAME=VALUE: key and value of the form 环境变量 (environment variables) in the SCF console.',
    '每行一个“名称=值”：对应 SCF 控制台“环境变量”中的 key 和 value。',
  ],
  takeConsole: ['All of it by hand, in the console', '在控制台手动完成全部步骤'],
  takeHelpConsole: [
    'A new function from nothing: policy, role, function and trigger, with the labels of the console.',
    '从零新建：策略、角色、函数、触发器，用的是控制台上的名称。',
  ],
  takeDeploy: ['All of it by one command', '用一条命令完成全部步骤'],
  takeHelpDeploy: [
    'It prints what it would do; with --go at its end it is done. Both buckets must be there.',
    '它先打印将做的事；末尾加上 --go 才执行。两个存储桶须已存在。',
  ],
  takeTerraform: ['Terraform', 'Terraform'],
  takeHelpTerraform: [
    'A call of the module in deploy/terraform. How the zip is to be named, the description of the variable says.',
    '调用 deploy/terraform 中的模块。zip 应如何命名，见变量的 description。',
  ],
  takePolicy: ['CAM policy of the execution role', '运行角色的 CAM 策略'],
  takeHelpPolicy: [
    'What the function needs with these settings, and nothing else.',
    '在这些配置下函数所需的权限，不多不少。',
  ],
  takePicture: ['<picture> for this photo', '这张照片的 <picture>'],
  takeHelpPicture: [
    'For a page that may read the bucket of the thumbnails; made from the manifest.',
    '用于可读取缩略图存储桶的网页；由描述文件生成。',
  ],
  noPicture: [
    'It needs a manifest: set THUMB_MANIFEST to on.',
    '需要描述文件：请将 THUMB_MANIFEST 设为 on。',
  ],
};

const languages = ['en', 'zh'];

/** The language of the address, else the browser's. */
export function chooseLanguage() {
  if (!languages.includes(shown.lang)) shown.lang = /^zh\b/i.test(navigator.language) ? 'zh' : 'en';
  document.documentElement.lang = shown.lang === 'zh' ? 'zh-CN' : 'en';
}

/** @param words What stands in place of `{name}`. */
export function t(key, words = {}) {
  const text = texts[key]?.[languages.indexOf(shown.lang)];
  if (text === undefined) throw new Error(`there is no text ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => words[name] ?? '');
}

/** The text of a key that depends on data, or the data's own name where a newer function knows more than this page. */
export function tOr(key, otherwise) {
  return key in texts ? t(key) : otherwise;
}
