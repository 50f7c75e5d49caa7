/** The demo with as many records as its argument says, for measuring its memory. */

import {fileURLToPath} from 'node:url'
import {keepHeapSmall} from '../src/host/heap.ts'

// Before anything else is loaded, as in the bundle: compiling the sources would let the space of young objects grow.
keepHeapSmall()
const [{runDemo}, {terminalHost}, {parseInputs}, {realWorld}] = await Promise.all([
  import('../src/demo.ts'),
  import('../src/host/terminal.ts'),
  import('../src/inputs.ts'),
  import('../src/start.ts'),
])
const host = terminalHost(['--directory', 'month'], process.env)
const parsed = parseInputs(host, 'demo')
if ('mistakes' in parsed || parsed.settings.mode !== 'demo') throw new TypeError('the demo needs no inputs')
const cancelled = new AbortController().signal
const script = fileURLToPath(new URL('../dist/index.js', import.meta.url))
const tenant = {script, recordsPerMonth: Number(process.argv[2])}
await runDemo(parsed.settings, {host, world: await realWorld(host), cancelled}, tenant)
