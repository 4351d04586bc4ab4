// The messages about wrong settings and events, in English and in Chinese. The function itself speaks English, to keep its file small;
// the commands translate what it says. A number in braces is a place that is taken over; one with an asterisk is translated itself.

/** The first that fits counts: endings, then beginnings, then whole messages. */
export const problemsInChinese: readonly (readonly [en: string, zh: string])[] = [
  // What an invocation ends with.
  ['{1} wrong setting:', '{1} 项配置有误：'],
  ['{1} wrong settings:', '{1} 项配置有误：'],
  ['this event should be delivered again because of {1} failure:', '有 {1} 处失败，应重新投递此事件：'],
  ['this event should be delivered again because of {1} failures:', '有 {1} 处失败，应重新投递此事件：'],
  [
    'not an event of COS: expected {1}, got {2}. Remove the trigger that sends it, or test with the template "COS object upload".',
    '不是 COS 的事件：应为 {1}，却是 {2}。请删除发送它的触发器，或用「COS 对象存储」模板测试。',
  ],
  [
    '{1} MB of memory were used, the limit is {2} MB: give the function {3} MB, or a smaller task',
    '用了 {1} MB 内存，上限是 {2} MB：请给函数 {3} MB，或更小的任务',
  ],
  ["still running after {1}: raise the function's timeout", '{1} 后仍在运行：请增大函数的超时时间'],
  [
    '{1}: no time left to read the header. Give the function a longer timeout, or more memory (SCF gives CPU in proportion to it).',
    '{1}：没有时间读取文件头。请延长函数的超时时间，或增加内存（SCF 按内存比例分配 CPU）。',
  ],
  // What the text was probably meant to be.
  ['{1*}; did you mean "{2}"?', '{1*}；是不是想写 "{2}"？'],
  ['{1*}; did you mean {2}?', '{1*}；是不是想写 {2}？'],
  ['{1*}; the nearest is {2}', '{1*}；最接近的是 {2}'],
  [
    '{1*}; write {2}x for a width, x{3} for a height, or {4}x{5} for both',
    '{1*}；宽写 {2}x，高写 x{3}，宽高都要写 {4}x{5}',
  ],
  ['{1*}; write {2}x for a width', '{1*}；宽写 {2}x'],
  ['{1*}; write the word alone, like {2}', '{1*}；只写这个词，例如 {2}'],
  ['{1*}; write numbers without a unit, in pixels', '{1*}；只写像素数，不带单位'],
  ['{1*}; write {2}, with {3*}', '{1*}；应写成 {2}，其中 {3*}'],
  ['{1*}; separate options by commas: {2}', '{1*}；选项之间用逗号分隔：{2}'],
  ['{1*}; a name is followed by ":", like {2}', '{1*}；名称后面是 ":"，例如 {2}'],
  ['{1*}; presets are separated by ";", like {2}', '{1*}；预设之间用 ";" 分隔，例如 {2}'],
  [
    '{1*}; presets are separated by ";" and each has a name, like {2}',
    '{1*}；预设之间用 ";" 分隔，各有名称，例如 {2}',
  ],
  // What the message is about.
  ['preset "{1}": {2*}', '预设 "{1}"：{2*}'],
  ['route "for={1}": {2*}', '路由 "for={1}"：{2*}'],
  ['THUMB_{1} is wrong: {2*}', 'THUMB_{1} 有误：{2*}'],
  ['THUMB_{1}: {2*}', 'THUMB_{1}：{2*}'],
  // Which settings there are.
  ['{1}: no such setting', '{1}：没有这项配置'],
  ['{1}: no such setting; the settings are {2}', '{1}：没有这项配置；可用的配置有 {2}'],
  ['no such setting', '没有这项配置'],
  ['no such setting; the settings are {1}', '没有这项配置；可用的配置有 {1}'],
  // Presets.
  ['"{1}" for "{2}" and {3*}', '"{2}" 写成 "{1}"，{3*}'],
  ['"{1}" for "{2}"', '"{2}" 写成 "{1}"'],
  [
    'expected WIDTHxHEIGHT in pixels, like 200x200, 1600x or x300, found "{1}"',
    '应为 宽x高（像素），例如 200x200、1600x 或 x300，却是 "{1}"',
  ],
  ['a side must be 1 to {1} pixels, found {2}', '边长应为 1 到 {1} 像素，却是 {2}'],
  [
    'the name "{1}" must be lower-case letters, digits and "-", and not begin with "-"',
    '名称 "{1}" 只能由小写字母、数字和 "-" 组成，且不能以 "-" 开头',
  ],
  ['a name has at most {1} characters, found {2} in "{3}"', '名称最多 {1} 个字符，"{3}" 有 {2} 个'],
  [
    '"{1}" is not an option; expected a fit ({2}), a gravity ({3}), a format ({4}), {5} or {6}',
    '没有选项 "{1}"；应为缩放方式（{2}）、位置（{3}）、格式（{4}）、{5} 或 {6}',
  ],
  ['"{1}" is not an option', '没有选项 "{1}"'],
  ['"{1}" takes no value, found "{2}"', '"{1}" 不带值，却是 "{2}"'],
  ['{1} needs a value, like {2}; found "{3}"', '{1} 需要一个值，例如 {2}；却是 "{3}"'],
  ['{1} is given twice: "{2}" and "{3}"', '{1} 给了两次："{2}" 和 "{3}"'],
  [
    '{1} must be a whole number from {2} to {3} or {4}, found "{5}", like {6}',
    '{1} 应为 {2} 到 {3} 的整数或 {4}，却是 "{5}"，例如 {6}',
  ],
  [
    '{1} must be a whole number from {2} to {3} or {4}, found "{5}"',
    '{1} 应为 {2} 到 {3} 的整数或 {4}，却是 "{5}"',
  ],
  [
    '{1} must be a whole number from {2} to {3}, found "{4}", like {5}',
    '{1} 应为 {2} 到 {3} 的整数，却是 "{4}"，例如 {5}',
  ],
  ['{1} must be a whole number from {2} to {3}, found "{4}"', '{1} 应为 {2} 到 {3} 的整数，却是 "{4}"'],
  [
    '{1} must be a number, of at most {2} decimals, from {3} to {4}, found "{5}", like {6}',
    '{1} 应为 {3} 到 {4} 的数，最多 {2} 位小数，却是 "{5}"，例如 {6}',
  ],
  [
    '{1} must be a number, of at most {2} decimals, from {3} to {4}, found "{5}"',
    '{1} 应为 {3} 到 {4} 的数，最多 {2} 位小数，却是 "{5}"',
  ],
  [
    '{1} must be from {2} bytes to {3}, as a number of bytes or with k or m, found "{4}", like {5}',
    '{1} 应为 {2} 字节到 {3}，写字节数，或带 k、m，却是 "{4}"，例如 {5}',
  ],
  [
    '{1} must be from {2} bytes to {3}, as a number of bytes or with k or m, found "{4}"',
    '{1} 应为 {2} 字节到 {3}，写字节数，或带 k、m，却是 "{4}"',
  ],
  [
    '{1} must be 3, 6 or 8 hexadecimal digits like ffffff, or {2} or {3}, found "{4}"',
    '{1} 应为 3、6 或 8 位十六进制数字，例如 ffffff，或 {2} 或 {3}，却是 "{4}"',
  ],
  ['several presets need a name each: {1}', '有多个预设时，每个都要有名称：{1}'],
  ['two presets are named "{1}": names must differ', '有两个预设都叫 "{1}"：名称不能相同'],
  [
    '"{1}" asks for an animation, so it needs the format webp, gif or auto, found {2}',
    '"{1}" 要求动画，所以格式应为 webp、gif 或 auto，却是 {2}',
  ],
  [
    '"{1}" is transparent, but jpeg has no transparency: give six digits, or the format png, webp or avif',
    '"{1}" 是透明的，而 jpeg 不支持透明：请给六位数字，或用格式 png、webp 或 avif',
  ],
  [
    '"{1}" chooses what a crop keeps, so it needs the fit cover, found {2}',
    '"{1}" 决定裁剪时保留哪里，所以需要 cover，却是 {2}',
  ],
  [
    'the gravity "{1}" needs the fit cover or contain: {2} neither crops nor pads',
    '位置 "{1}" 需要 cover 或 contain：{2} 既不裁剪也不补边',
  ],
  [
    'the fit {1} needs both sides, like 200x200; with one side use inside',
    '{1} 需要同时给出宽和高，例如 200x200；只有一边时请用 inside',
  ],
  [
    '"{1}" has no effect: {2} has no quality; leave it out, or give max-bytes',
    '"{1}" 不起作用：{2} 没有质量参数；请去掉，或用 max-bytes',
  ],
  ['"lossless" is not needed: png is lossless anyway', '不需要 "lossless"：png 本来就是无损的'],
  ['"lossless" needs the format webp or avif, found {1}', '"lossless" 需要格式 webp 或 avif，却是 {1}'],
  [
    '"lossless" and "{1}" exclude each other: lossless has no quality; give one of the two',
    '"lossless" 和 "{1}" 不能同时使用：无损没有质量参数；请只给一个',
  ],
  [
    '"lossless" and "{1}" exclude each other: to meet max-bytes a thumbnail loses detail; give one of the two',
    '"lossless" 和 "{1}" 不能同时使用：为满足 max-bytes 会损失细节；请只给一个',
  ],
  // Presets by the key of the photo.
  ['"{1}" is no preset; a glob stands behind for=', '"{1}" 不是预设；通配符写在 for= 后面'],
  [
    'preset "{1}" belongs to no route; expected for=GLOB before it, like {2}',
    '预设 "{1}" 不属于任何路由；前面应有 for=通配符，例如 {2}',
  ],
  ['no glob behind for=; expected one, like {1}', 'for= 后面没有通配符；应有一个，例如 {1}'],
  [
    '"for={1}" stands before it and takes all its keys; put it first, or remove it',
    '"for={1}" 写在它前面，已匹配它的全部对象键；请把它放到最前面，或去掉',
  ],
  ['no preset behind it; expected one, like {1}, or {2}', '后面没有预设；应有一个，例如 {1}，或 {2}'],
  ['{1} makes nothing, so it stands alone; found "{2}"', '{1} 表示什么都不生成，只能单独写；却是 "{2}"'],
  ['an empty glob between commas in "{1}"', '"{1}" 的逗号之间有空的通配符'],
  ['"{1}" is not a glob like {2}: {3}', '"{1}" 不是类似 {2} 的通配符：{3}'],
  // Numbers, words, addresses.
  ['expected a number above 0 and up to {1}, found "{2}"', '应为大于 0、不超过 {1} 的数，却是 "{2}"'],
  ['expected a whole number from 1 to {1}, found "{2}"', '应为 1 到 {1} 的整数，却是 "{2}"'],
  [
    'expected an http or https address without path, like {1}; found a user or password in it',
    '应为不带路径的 http 或 https 地址，例如 {1}；其中却有用户名或密码',
  ],
  [
    'expected an http or https address without path, like {1}; found "{2}"',
    '应为不带路径的 http 或 https 地址，例如 {1}；却是 "{2}"',
  ],
  // Buckets, keys and folders.
  [
    'expected a bucket name (lower-case letters, digits and "-" between them, at most {1} with the appid), with {bucket} for the name of the source\'s, like {bucket}resized; found "{2}"',
    '应为存储桶名称（小写字母、数字，以及它们之间的 "-"，连同 APPID 最多 {1} 个字符），其中 {bucket} 代表源存储桶的名称，例如 {bucket}resized，却是 "{2}"',
  ],
  ['{{1}} is not a variable; expected {2} or {3}', '{{1}} 不是变量；应为 {2} 或 {3}'],
  [
    'expected a key without line breaks and other control characters; found {1}',
    '键中不能有换行符和其他控制字符，却是 {1}',
  ],
  [
    'expected a key without "." and ".." between slashes, which as a path lead elsewhere; found {1}',
    '键的斜杠之间不能是 "." 或 ".."，它们作为路径会指向别处，却是 {1}',
  ],
  [
    'expected a key that ends in a file name and not in "/"; found {1}',
    '键应以文件名结尾，不能以 "/" 结尾，却是 {1}',
  ],
  [
    'what ends in .{1} may be run when it is opened; expected a key that ends in .{ext}, found {2}',
    '以 .{1} 结尾的文件打开时可能被运行；键应以 .{ext} 结尾，却是 {2}',
  ],
  [
    'expected a key of at most {1} bytes, but even a short name makes it {2}; found {3}',
    '键最多 {1} 字节，即使名称很短也有 {2} 字节，却是 {3}',
  ],
  ['unbalanced braces in "{1}"', '"{1}" 中的花括号不成对'],
  [
    'without {name} all photos would get the same key; found "{1}"',
    '没有 {name}，所有照片的对象键都会相同；却是 "{1}"',
  ],
  [
    'expected on, or a key that ends in .json, like {dir}{name}.{ext}.json; found "{1}"',
    '应为 on，或以 .json 结尾的对象键，例如 {dir}{name}.{ext}.json；却是 "{1}"',
  ],
  [
    'expected a folder of at most {1} bytes that ends in "/", like failed/; found "{2}"',
    '应为以 "/" 结尾的目录，最多 {1} 字节，例如 failed/；却是 "{2}"',
  ],
  // How COS keeps thumbnails.
  [
    'COS knows public-read-write for buckets only, and a thumbnail that anyone may overwrite is none',
    'COS 只有存储桶才能用 public-read-write，而谁都能覆盖的缩略图没有意义',
  ],
  [
    'objects in {1} cannot be read before they are restored; expected a class that can be read at once, like {2}',
    '{1} 类型的对象要先恢复才能读取；应为可以立即读取的类型，例如 {2}',
  ],
  ['expected NAME=VALUE, like team=web, found "{1}"', '应为 名称=值，例如 team=web，却是 "{1}"'],
  [
    'a tag has letters, digits, spaces and + - = . _ : / @ only, found "{1}"',
    '标签只能由字母、数字、空格和 + - = . _ : / @ 组成，却是 "{1}"',
  ],
  [
    'a tag\'s name has at most {1} characters and its value {2}, found {3} and {4} in "{5}"',
    '标签名称最多 {1} 个字符，值最多 {2} 个，"{5}" 中却是 {3} 和 {4} 个',
  ],
  ['two tags are named "{1}": names must differ', '有两个标签都叫 "{1}"：名称不能相同'],
  ['an object has at most {1} tags, found {2}', '一个对象最多 {1} 个标签，却有 {2} 个'],
  [
    '"{1}" is no directive of Cache-Control; expected some of {2}',
    'Cache-Control 没有指令 "{1}"；应为其中一些：{2}',
  ],
  ['{1} needs a whole number of seconds, like {2}, found "{3}"', '{1} 需要整数秒数，例如 {2}，却是 "{3}"'],
  ['{1} has no value, found "{2}"; write {3}', '{1} 不带值，却是 "{2}"；应写成 {3}'],
  ['{1} is given twice', '{1} 给了两次'],
  [
    'public and private exclude each other; give one of the two',
    'public 和 private 不能同时使用；请只给一个',
  ],
  // The watermark.
  [
    'expected the key of a picture in the target bucket first, of at most {1} bytes, like marks/logo.png; found "{2}"',
    '应先写目标存储桶中图片的对象键，最多 {1} 字节，例如 marks/logo.png；却是 "{2}"',
  ],
  [
    '"{1}" is not an option; expected a gravity ({2}), {3} or tile, and a key without a comma',
    '没有选项 "{1}"；应为位置（{2}）、{3} 或 tile，对象键中不能有逗号',
  ],
  ['{1} must be above 0 and up to 1, found "{2}"', '{1} 应大于 0、不超过 1，却是 "{2}"'],
  [
    '"tile" repeats the picture all over the thumbnail, so the gravity "{1}" has no effect; give one of the two',
    '"tile" 把图片铺满缩略图，所以位置 "{1}" 不起作用；请只给一个',
  ],
  // Who is told.
  ['expected an https address like {1}', '应为 https 地址，例如 {1}'],
  [
    'expected an address without a user, like {1}: the receiver knows the function by its signature',
    '应为不带用户名的地址，例如 {1}：接收方凭签名识别函数',
  ],
  ['the address must begin with https://, found "{1}"', '地址应以 https:// 开头，却是 "{1}"'],
  ['what is behind "#" is never sent; leave it out, as in {1}', '"#" 后面的内容不会发送；请去掉，如 {1}'],
  [
    '{1} is no address of the public internet; expected one that is, like {2}',
    '{1} 不是公网地址；应为公网地址，例如 {2}',
  ],
  [
    '"{1}" is a name of this machine or network; expected one of the public internet, like {2}',
    '"{1}" 是本机或内网的名称；应为公网的名称，例如 {2}',
  ],
  [
    'expected letters, digits and signs of ASCII without spaces, like the output of openssl rand -hex 32',
    '应为不含空格的 ASCII 字母、数字和符号，例如 openssl rand -hex 32 的输出',
  ],
  [
    'expected {1} to {2} characters that nobody can guess, like the output of openssl rand -hex 32, found {3}',
    '应为 {1} 到 {2} 个别人猜不到的字符，例如 openssl rand -hex 32 的输出，却有 {3} 个',
  ],
  [
    'a receiver must be able to tell our messages from others; set {1} too, to the output of openssl rand -hex 32',
    '接收方需要能识别我们的消息；请同时设置 {1}，用 openssl rand -hex 32 的输出',
  ],
  [
    'nobody is told, so nothing is signed; set {1} to an https address too, or remove it',
    '没有接收方，也就没有要签名的；请同时把 {1} 设为 https 地址，或去掉这一项',
  ],
  // What does not go together.
  [
    'with several presets{1} the key must contain {preset}, or their thumbnails would overwrite each other; expected a key like {dir}{name}-{preset}.{ext}, found "{2}"',
    '有多个预设{1}时，对象键必须包含 {preset}，否则缩略图会互相覆盖；应类似 {dir}{name}-{preset}.{ext}，却是 "{2}"',
  ],
  [
    "{preset} stands for the preset's name, but a preset in {1} has none{2}; give it a name, like {3}",
    '{preset} 表示预设的名称，但 {1} 中有预设没有名称{2}；请给它名称，例如 {3}',
  ],
  [
    'nobody can compute keys with {hash}, so they must be listed; set {1}, or leave out {hash}',
    '含 {hash} 的对象键无法推算，必须列出；请设置 {1}，或去掉 {hash}',
  ],
  [
    'the option watermark needs a picture; set {1} to its key in the target bucket, like marks/logo.png',
    '选项 watermark 需要一张图片；请把 {1} 设为它在目标存储桶中的对象键，例如 marks/logo.png',
  ],
  [
    'no preset in {1} has the option watermark, so the picture would not be used; add the option, like {2}, or remove {3}',
    '{1} 中没有预设带选项 watermark，图片不会被使用；请加上该选项，例如 {2}，或去掉 {3}',
  ],
  [
    'with {1} only the keys of manifests may end in .json; expected a key that ends in .{ext}, found "{2}"',
    '设置了 {1} 时，只有描述文件的对象键可以以 .json 结尾；应为以 .{ext} 结尾的对象键，却是 "{2}"',
  ],
  [
    '{1} puts objects that end in .json into {2} as well, and they would take the keys of failure records; expected a folder for failure records only, like failed/',
    '{1} 也会把以 .json 结尾的对象放进 {2}，会占用失败记录的对象键；应为只放失败记录的目录，例如 failed/',
  ],
  // Words of a choice: last, because it would fit others, too.
  ['expected {1} or {2}; found "{3}"', '应为 {1} 或 {2}；却是 "{3}"'],
];
