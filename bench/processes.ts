/** What whole processes cost: time to the first output, and peak memory as the kernel counts it. */
import {spawn} from 'node:child_process'
import {mkdtemp, readdir, readFile, rm, stat} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {median} from './median.ts'
import type {Line} from './table.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const ofSize = join(root, 'bench/demo-of-size.ts')
const rounds = 9

/** @param program the bundle's entry. */
export async function measureStart(program: string): Promise<Line[]> {
  await firstOutput([program, 'verify', 'nothing-there'])
  const empty: number[] = []
  const ours: number[] = []
  for (let round = 0; round < rounds; round++) {
    empty.push(await firstOutput([join(root, 'bench/empty.js')]))
    ours.push(await firstOutput([program, 'verify', 'nothing-there']))
  }
  const [base, value] = [median(empty), median(ours)]
  return [
    {
      name: 'start to first output',
      value: value / base,
      unit: '× empty script',
      target: 1.3,
      detail: `${value.toFixed(0)} ms`,
      key: 'start',
    },
  ]
}

/**
 * Peak resident memory of the demo, and of one ten times as large; the latter from the sources, whose compilation costs
 * memory too, so it is compared with a small one of its own kind. Linux only: it reads /proc.
 */
export async function measureMemory(program: string): Promise<Line[]> {
  const demos: number[] = []
  for (let round = 0; round < 3; round++) demos.push(await peakOf([program, 'demo']))
  const bundle = median(demos)
  const [small, large] = [await peakOf([ofSize, '40000']), await peakOf([ofSize, '400000'])]
  return [
    {
      name: 'demo, peak memory',
      value: bundle,
      unit: 'MB',
      target: 200,
      detail: '40,000 records, the bundle',
      key: 'demo: MB',
    },
    {
      name: 'demo, peak memory at 400,000 records',
      value: large / small,
      unit: '× at 40,000',
      target: 1.1,
      detail: `${large.toFixed(0)} MB from the sources`,
    },
  ]
}

/** What a runner loads before anything can happen, and all of the bundle's folder. */
export async function measureBundle(folder: string): Promise<Line[]> {
  const size = async (name: string) => (await stat(join(folder, name))).size / 1e6
  const names = await readdir(folder)
  const sizes = await Promise.all(names.map(size))
  return [
    {
      name: 'bundle: what every run loads',
      value: await size('index.js'),
      unit: 'MB',
      detail: `${sizes.reduce((sum, one) => sum + one, 0).toFixed(1)} MB in all`,
    },
  ]
}

function firstOutput(words: string[]): Promise<number> {
  return new Promise(resolve => {
    const began = performance.now()
    const child = spawn(process.execPath, words, {stdio: ['ignore', 'pipe', 'ignore'], env: {PATH: process.env.PATH}})
    child.stdout.once('data', () => resolve(performance.now() - began))
    child.once('exit', () => resolve(performance.now() - began))
  })
}

async function peakOf(words: string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const child = spawn(process.execPath, words, {
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
