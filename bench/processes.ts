/** What whole processes cost: time to the first output, and peak memory as the kernel counts it. */
import {spawn} from 'node:child_process'
import {mkdtemp, readdir, readFile, rm, stat} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Line} from './table.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const rounds = 9

export async function measureStart(): Promise<Line> {
  const empty: number[] = []
  const ours: number[] = []
  for (let round = 0; round < rounds; round++) {
    empty.push(await firstOutput([join(root, 'bench/empty.js')]))
    ours.push(await firstOutput([join(root, 'dist/index.js'), 'verify', '--directory', 'nothing-there']))
  }
  const [base, value] = [median(empty), median(ours)]
  return {
    name: 'start to first output',
    value: value / base,
    unit: '× empty script',
    target: 3,
    detail: `${value.toFixed(0)} ms`,
  }
}

/** Peak resident memory of the demo at its own size and at ten times that. Linux only: it reads /proc. */
export async function measureMemory(): Promise<Line[]> {
  const small = await peakOf(40_000)
  const large = await peakOf(400_000)
  return [
    {name: 'demo, peak memory at 40,000 records', value: small, unit: 'MB', target: 200},
    {
      name: 'demo, peak memory at 400,000 records',
      value: large / small,
      unit: '× that',
      target: 1.25,
      detail: `${large.toFixed(0)} MB`,
    },
  ]
}

/** What a runner loads before anything can happen, and all of dist/. */
export async function measureBundle(): Promise<Line> {
  const folder = join(root, 'dist')
  const size = async (name: string) => (await stat(join(folder, name))).size / 1e6
  const names = await readdir(folder)
  const sizes = await Promise.all(names.map(size))
  return {
    name: 'bundle: what every run loads',
    value: await size('index.js'),
    unit: 'MB',
    detail: `${sizes.reduce((sum, one) => sum + one, 0).toFixed(1)} MB in all of dist/`,
  }
}

function firstOutput(words: string[]): Promise<number> {
  return new Promise(resolve => {
    const began = performance.now()
    const child = spawn(process.execPath, words, {stdio: ['ignore', 'pipe', 'ignore'], env: {PATH: process.env.PATH}})
    child.stdout.once('data', () => resolve(performance.now() - began))
    child.once('exit', () => resolve(performance.now() - began))
  })
}

async function peakOf(records: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const child = spawn(process.execPath, [join(root, 'bench/demo-of-size.ts'), String(records)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {PATH: process.env.PATH},
  })
  let peak = 0
  const watch = setInterval(() => {
    void readFile(`/proc/${child.pid}/status`, 'utf8').then(
      status => {
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
      },
      () => undefined,
    )
  }, 100)
  await new Promise(resolve => child.once('exit', resolve))
  clearInterval(watch)
  await rm(folder, {recursive: true, force: true})
  return peak
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
