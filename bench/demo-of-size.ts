/** The demo with as many records as its argument says, for measuring its memory. */

import {fileURLToPath} from 'node:url'
import {runDemo} from '../src/demo.ts'
import {keepHeapSmall} from '../src/host/heap.ts'
import {terminalHost} from '../src/host/terminal.ts'
import {parseInputs} from '../src/inputs.ts'
import {realWorld} from '../src/start.ts'

keepHeapSmall()
const host = terminalHost(['--directory', 'month'], process.env)
const parsed = parseInputs(host, 'demo')
if ('mistakes' in parsed || parsed.settings.mode !== 'demo') throw new TypeError('the demo needs no inputs')
const cancelled = new AbortController().signal
const script = fileURLToPath(new URL('../dist/index.js', import.meta.url))
const tenant = {script, recordsPerMonth: Number(process.argv[2])}
await runDemo(parsed.settings, {host, world: await realWorld(host), cancelled}, tenant)
