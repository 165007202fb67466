// Cuts the browser's wasm into what every page needs and a chunk for each group of pages (app/src/chunk.rs says which).
//
// wasm-split-cli writes a module for each group, and one for whatever several groups share: dozens, mostly tiny. A chunk
// is a file with all of those that its group needs, one after the other, so that a page costs one request and compresses
// as one; a module that an earlier chunk brought along is not made again.
'use strict'
const fs = require('node:fs')
const url = require('node:url')

// Functions that are in the wasm and never called, by their mangled names; the small bundle does without their bodies.
// The compiler gives functions with equal bodies one of their names: only what is like nothing else may stand here.
const NEVER = [
  // Only `hydrate_lazy` calls it; every type of view brings one along all the same.
  /13hydrate_async(28_\$u7b\$\$u7b\$closure\$u7d\$\$u7d\$)?17h[0-9a-f]{16}E/,
  // Only templates, of which we have none, call it.
  /into_any_attr21hydrate_from_template17h/,
  // Only where the router is told to animate a change of page; ours is not.
  /15view_transition21start_view_transition/,
  // Only the server lists its routes.
  /15generate_routes17h/,
  // Streams as bodies of server functions; we have none.
  /^intounderlying/,
]
// Functions that say why the bundle cannot go on, and never return: each caller has its words with it. The small bundle
// just stops, as it would after saying so; `make dev` and the browser tests' bundle say why.
const LAST_WORDS = [
  /^_R\w*4core9panicking(\d+panic|\d+assert_failed|11panic_const)/,
  /^_ZN4core9panicking/,
  /4core6option13(unwrap|expect)_failed/,
  /4core6result13unwrap_failed/,
  /4core3str(16slice_error_fail|19slice_error_fail_rt)/,
  /5slice5index16slice_index_fail/,
  /17len_mismatch_fail/,
  /13assert_failed/,
  /4core4cell\d+panic_already_/,
  /14panic_poisoned/,
  /18panic_access_error/,
  /5alloc7raw_vec(17capacity_overflow|12handle_error)/,
  /5alloc5alloc18handle_alloc_error/,
  /wasm_bindgen4__rt11borrow_fail/,
  /3std9panicking11begin_panicReE/,
  /17rust_begin_unwind/,
]

/** Says the main module, the file of its script, and the chunks by their names. */
async function cut({ wasm, folder, split, bindgen, small, tools, run }) {
  const cutUp = `${folder}/split`
  run(split, [wasm, cutUp, '--out-name', 'porthor', '--target', 'web'])
  run(bindgen, ['--target', 'web', '--no-typescript', '--keep-lld-exports', '--no-demangle', '--out-name', 'porthor', '--out-dir', folder, `${cutUp}/porthor.wasm`])
  const plan = fs.readFileSync(`${cutUp}/__wasm_split.js`, 'utf8')
  const needs = modulesOf(plan)
  const files = [...new Set(Object.values(needs).flat())].sort()
  fs.writeFileSync(`${folder}/__wasm_split.js`, loader(plan, Object.keys(needs)))

  const shrink = small ? await shrinker(tools) : (content) => content
  const modules = new Map(files.map((file) => [file, shrink(fs.readFileSync(`${cutUp}/${file}`))]))
  const { wasm: main, script } = shorten(shrink(fs.readFileSync(`${folder}/porthor_bg.wasm`)), fs.readFileSync(`${folder}/porthor.js`, 'utf8'))
  fs.writeFileSync(`${folder}/porthor.js`, script)
  // Only what the page calls: the script offers more.
  fs.writeFileSync(`${folder}/entry.js`, "export { default, hydrate } from './porthor.js'\n")
  const chunks = Object.entries(needs).map(([chunk, its]) => [chunk, byKind(its.map((file) => [files.indexOf(file), modules.get(file)]))])
  return { main, script: `${folder}/entry.js`, chunks: Object.fromEntries(chunks) }
}

/** Reads the tool's own loader: which modules each chunk needs. */
function modulesOf(plan) {
  const shared = new Map()
  for (const [, variable, file] of plan.matchAll(/^const (__chunk_\d+) = makeLoad\(\(\) => \{\s*const src = fetch\(new URL\("\.\/([^"]+)"/gm)) shared.set(variable, file)
  const needs = {}
  for (const [, chunk, own, others] of plan.matchAll(/^export const __wasm_split_load_(\w+) = wrapAsyncCb\(makeLoad\(([\s\S]*?), \[([^\]]*)\]\)\);/gm)) {
    const file = own.match(/new URL\("\.\/([^"]+)"/)?.[1]
    needs[chunk] = [...others.split(', ').filter(Boolean).map((variable) => shared.get(variable)), file].filter(Boolean)
  }
  return needs
}

// The kinds of sections in the order in which a module has them (core specification, 5.5.16), names last.
const KINDS = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11, 0]

/**
 * A chunk of numbered modules: how many they are, their numbers, and their sections, all of one kind together and those
 * of small modules first, for like compresses best beside like. Where a module has no section of a kind, there stands an
 * empty one.
 */
function byKind(some) {
  const modules = some.toSorted(([, one], [, other]) => one.length - other.length)
  const head = Buffer.alloc(2 + 2 * modules.length)
  head.writeUInt16LE(modules.length)
  modules.forEach(([number], place) => head.writeUInt16LE(number, 2 + 2 * place))
  const sections = modules.map(([, module]) => sectionsOf(module))
  return Buffer.concat([head, ...KINDS.flatMap((kind) => sections.map((its) => its.get(kind) ?? Buffer.from([kind, 0])))])
}

/** The sections of a module by their kinds; of those for tools only the names. */
function sectionsOf(module) {
  const sections = new Map()
  for (let at = 8; at < module.length; ) {
    const [length, begin] = number(module, at + 1)
    const end = begin + length
    if (module[at] !== 0 || text(module, begin)[0] === 'name') sections.set(module[at], module.subarray(at, end))
    at = end
  }
  return sections
}

/** What runs in the browser: fetches each chunk once, puts its modules together, and makes each of them once. */
function loader(plan, chunks) {
  const shares = plan.slice(0, plan.indexOf('function wrapAsyncCb'))
  const loads = chunks.map((chunk) => `export const __wasm_split_load_${chunk} = load(new URL('./porthor_${chunk}.chunk', import.meta.url))`)
  return `${shares}
const made = new Map()
async function make(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(answer.status)
  const chunk = new Uint8Array(await answer.arrayBuffer())
  const [count] = new Uint16Array(chunk.buffer, 0, 1)
  const numbers = new Uint16Array(chunk.buffer, 2, count)
  const sections = Array.from(numbers, () => [Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)])
  for (let at = 2 + 2 * count, turn = 0; at < chunk.length; turn += 1) {
    let begin = at + 1
    let length = 0
    let shift = 0
    do {
      length |= (chunk[begin] & 127) << shift
      shift += 7
    } while (chunk[begin++] & 128)
    if (length) sections[turn % count].push(chunk.subarray(at, begin + length))
    at = begin + length
  }
  const modules = sections.map((its, place) => {
    const number = numbers[place]
    if (!made.has(number)) {
      const module = new Blob(its).arrayBuffer().then((whole) => WebAssembly.instantiate(whole, getSharedImports()))
      module.catch(() => made.delete(number))
      made.set(number, module)
    }
    return made.get(number)
  })
  await Promise.all(modules)
}
function load(address) {
  let coming
  return async (callback, data) => {
    coming ??= make(address)
    const there = await coming.then(() => true, (error) => {
      coming = undefined
      console.warn(address.pathname, error)
    })
    getSharedImports().__wasm_split.__indirect_function_table.get(callback)(data, there === true)
  }
}
${loads.join('\n')}
`
}

/** Takes out of a module what never runs, and what only tools read. */
async function shrinker(tools) {
  const { default: binaryen } = await import(url.pathToFileURL(tools.resolve('binaryen')))
  binaryen.setDebugInfo(false)
  binaryen.setOptimizeLevel(2)
  binaryen.setShrinkLevel(1) // further up it becomes smaller, but compresses worse
  // Only what has lost its body is taken over into its callers.
  binaryen.setAlwaysInlineMaxSize(1)
  binaryen.setFlexibleInlineMaxSize(1)
  binaryen.setOneCallerInlineMaxSize(1)
  return (content) => {
    const module = binaryen.readBinary(withoutLabels(content))
    for (let index = 0; index < module.getNumFunctions(); index += 1) {
      const one = module.getFunctionByIndex(index)
      const { name, module: imported } = binaryen.getFunctionInfo(one)
      const without = [...NEVER, ...LAST_WORDS].some((pattern) => pattern.test(name)) && !/drop_in_place/.test(name)
      if (!imported && without) binaryen.Function(one).body = module.unreachable()
    }
    module.runPasses(['inlining', 'dce', 'vacuum'])
    module.optimize()
    // The main module empties the places of the chunks' functions in the table, which are empty from the beginning.
    for (let index = module.getNumElementSegments() - 1; index >= 0; index -= 1) {
      const { name, data } = binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(index))
      if (!data.some(Boolean)) module.removeElementSegment(name)
    }
    module.runPasses(['remove-unused-module-elements', 'strip-producers', 'strip-target-features', 'reorder-functions-by-name'])
    const small = Buffer.from(module.emitBinary())
    module.dispose()
    return withoutPaths(small)
  }
}

/**
 * wasm-bindgen names what the main module imports by long words and hashes, once in the wasm and once in the script.
 * Gives both short ones.
 */
function shorten(wasm, script) {
  const short = new Map()
  const rename = (from, name) => {
    if (from !== './porthor_bg.js') return name
    if (!short.has(name)) short.set(name, `_${short.size.toString(36)}_`)
    return short.get(name)
  }
  return { wasm: withImports(wasm, rename), script: script.replace(/__wb\w+/g, (name) => short.get(name) ?? name) }
}

/** A module whose imports have other names; what else stands in it stays (core specification, 5.5.5). */
function withImports(wasm, rename) {
  const pieces = [wasm.subarray(0, 8)]
  for (let at = 8; at < wasm.length; ) {
    const [length, begin] = number(wasm, at + 1)
    const end = begin + length
    if (wasm[at] !== 2) pieces.push(wasm.subarray(at, end))
    else {
      const section = renamed(wasm, begin, rename)
      pieces.push(Buffer.from([2]), leb(section.length), section)
    }
    at = end
  }
  return Buffer.concat(pieces)
}

/** A module that names its functions only: of other names binaryen says that it does not know them. */
function withoutLabels(wasm) {
  const pieces = [wasm.subarray(0, 8)]
  for (let at = 8; at < wasm.length; ) {
    const [length, begin] = number(wasm, at + 1)
    const end = begin + length
    const [name, first] = wasm[at] === 0 ? text(wasm, begin) : ['', begin]
    if (name !== 'name') pieces.push(wasm.subarray(at, end))
    else {
      const kept = [wasm.subarray(begin, first)]
      for (let part = first; part < end; ) {
        const [size, content] = number(wasm, part + 1)
        if (wasm[part] === 1) kept.push(wasm.subarray(part, content + size))
        part = content + size
      }
      const section = Buffer.concat(kept)
      pieces.push(Buffer.from([0]), leb(section.length), section)
    }
    at = end
  }
  return Buffer.concat(pieces)
}

/**
 * A module without the source files that panics name, machine's own paths among them: nobody is told any more, and what
 * is empty compresses to nothing. All else stays where it is.
 */
function withoutPaths(wasm) {
  const bare = Buffer.from(wasm)
  const source = /(?:\/(?:[\w.+-]+\/){3,}|(?:app|frontend)\/(?:[\w-]+\/)+)[\w.-]+\.rs/g
  for (const found of bare.toString('latin1').matchAll(source)) bare.fill(0, found.index, found.index + found[0].length)
  return bare
}

function renamed(wasm, begin, rename) {
  const [count, first] = number(wasm, begin)
  const pieces = [leb(count)]
  let at = first
  for (let index = 0; index < count; index += 1) {
    const [from, afterFrom] = text(wasm, at)
    const [name, afterName] = text(wasm, afterFrom)
    const end = afterImport(wasm, afterName)
    const other = Buffer.from(rename(from, name))
    pieces.push(wasm.subarray(at, afterFrom), leb(other.length), other, wasm.subarray(afterName, end))
    at = end
  }
  return Buffer.concat(pieces)
}

/** Where the next import begins: after the kind and the type of this one. */
function afterImport(wasm, at) {
  const limits = (flags) => {
    const [bounded, least] = number(wasm, flags)
    const [, after] = number(wasm, least)
    return bounded & 1 ? number(wasm, after)[1] : after
  }
  switch (wasm[at]) {
    case 0: return number(wasm, at + 1)[1] // a function, by the number of its type
    case 1: return limits(at + 2) // a table
    case 2: return limits(at + 1) // a memory
    case 3: return at + 3 // a global
    default: throw new Error(`an import of kind ${wasm[at]}`)
  }
}

function text(wasm, at) {
  const [length, begin] = number(wasm, at)
  return [wasm.toString('utf8', begin, begin + length), begin + length]
}

/** A number of variable length (LEB128), and where it ends. */
function number(wasm, at) {
  let [value, shift, byte] = [0, 0, 0]
  do {
    byte = wasm[at]
    value |= (byte & 127) << shift
    shift += 7
    at += 1
  } while (byte & 128)
  return [value >>> 0, at]
}

function leb(value) {
  const bytes = []
  do {
    const rest = value >>> 7
    bytes.push((value & 127) | (rest ? 128 : 0))
    value = rest
  } while (value)
  return Buffer.from(bytes)
}

module.exports = { cut }
