/**
 * Gives all temporary files of a run of the tests one folder, in memory where there is room, and removes it in the end: many small
 * files are written, and tests that were stopped leave some behind.
 */
import {accessSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const memory = '/dev/shm'
const enough = 4 * 2 ** 30
const beginning = 'audit-export-tests-'

export function setup(): () => void {
  const before = process.env.TMPDIR
  const place = hasRoom() ? memory : tmpdir()
  removeAbandoned(place)
  const folder = mkdtempSync(join(place, `${beginning}${process.pid}-`))
  process.env.TMPDIR = folder
  return () => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    rmSync(folder, {recursive: true, force: true, maxRetries: 3})
  }
}

function hasRoom(): boolean {
  try {
    accessSync(memory, constants.W_OK)
    const {bavail, bsize} = statfsSync(memory)
    return bavail * bsize >= enough
  } catch {
    return false
  }
}

/** What runs left that were killed. */
function removeAbandoned(place: string): void {
  for (const name of readdirSync(place)) {
    const [, pid] = name.startsWith(beginning) ? (/-(\d+)-\w{6}$/.exec(name) ?? []) : []
    if (pid === undefined || isRunning(Number(pid))) continue
    const path = join(place, name)
    if (statSync(path).uid === process.getuid?.()) rmSync(path, {recursive: true, force: true})
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
