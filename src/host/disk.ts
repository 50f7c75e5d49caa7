/** This machine's disk. */
import {createHash} from 'node:crypto'
import {
  accessSync,
  appendFileSync,
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {
  access,
  appendFile,
  constants,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises'
import {hostname, tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Readable} from 'node:stream'
import type {Disk, OpenFile, Ownership, SyncDisk} from '../wire/disk.ts'

/** What an export writes is for the account that runs it alone. Windows knows no modes: there the folder's own rights count. */
const fileMode = 0o600
const folderMode = 0o700

const machineSyncDisk: SyncDisk & {writeFile(path: string, content: string): void} = {
  readFile: path => readFileSync(path),
  writeFile: (path, content) => writeFileSync(path, content, {mode: fileMode}),
  appendFile: (path, content) => appendFileSync(path, content, {mode: fileMode}),
  size: path => statSync(path).size,
  makeFolder: path => void mkdirSync(path, {recursive: true, mode: folderMode}),
  removeFile: path => rmSync(path),
  openFile,
}

export const machineDisk: Disk & {sync: typeof machineSyncDisk} = {
  readFile: path => readFile(path),
  writeFile: (path, content) => writeFile(path, content, {mode: fileMode}),
  appendFile: (path, content) => appendFile(path, content, {mode: fileMode}),
  readStream: (path, most) => createReadStream(path, most === undefined ? {} : {end: most - 1}),
  readPlainFile,
  readRange: (path, start, length) => createReadStream(path, {start, end: start + length - 1}),
  writeStream: path => createWriteStream(path, {flags: 'wx', mode: fileMode}),
  size: async path => (await stat(path)).size,
  exists: path => existsSync(path),

  list: folder => readdir(folder, {withFileTypes: true}),
  ownership,
  makeFolder: async path => void (await mkdir(path, {recursive: true, mode: folderMode})),
  makeTemporaryFolder: purpose => mkdtemp(join(temporaryRoot(), `${temporaryName()}${purpose}-${process.pid}-`)),
  removeAbandoned,
  processMark: () => `${machineName()} ${process.pid}`,
  isAbandoned: mark => {
    const [machine, pid = ''] = mark.trim().split(' ')
    return machine === machineName() && /^\d{1,10}$/.test(pid) && !isRunning(Number(pid))
  },
  free: async folder => {
    await access(folder, constants.W_OK)
    const {bavail, bsize} = await statfs(folder)
    return bavail * bsize
  },

  rename: (from, to) => rename(from, to),
  copy: (from, to) => cp(from, to, {recursive: true}),
  remove: path => rm(path, {recursive: true, force: true}),

  sync: machineSyncDisk,
}

/** Whether what is written to the descriptor stays in a file. */
export function isOpenFile(descriptor: number): boolean {
  return fstatSync(descriptor).isFile()
}

async function readPlainFile(path: string): Promise<Readable> {
  // Windows has neither flag.
  const {O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0} = constants
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  if ((await handle.stat()).isFile()) return handle.createReadStream()
  await handle.close()
  throw new TypeError('it is not a plain file')
}

async function ownership(path: string): Promise<Ownership> {
  const found = await lstat(path)
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
  const account = process.getuid?.()
  return {
    kind,
    isOwn: account === undefined ? undefined : found.uid === account,
    mode: found.mode & 0o777,
    links: found.nlink,
  }
}

/** A runner empties its own folder for temporary files at the start of every job, also after a kill. */
function temporaryRoot(): string {
  return process.env.RUNNER_TEMP || tmpdir()
}

/** A process id means nothing on another machine that shares the folder. */
function machineName(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}

function temporaryName(): string {
  return `m365-audit-${machineName()}-`
}

async function removeAbandoned(): Promise<string[]> {
  const root = temporaryRoot()
  const beginning = temporaryName()
  const removed: string[] = []
  for (const name of await readdir(root).catch(() => [])) {
    const [, pid] = name.startsWith(beginning) ? (/-(\d+)-\w{6}$/.exec(name) ?? []) : []
    if (pid === undefined || isRunning(Number(pid))) continue
    const path = join(root, name)
    const {uid} = await lstat(path).catch(() => ({uid: -1}))
    if (process.getuid !== undefined && uid !== process.getuid()) continue
    await rm(path, {recursive: true, force: true})
    removed.push(path)
  }
  return removed
}

/** A process of another account refuses the signal, and runs. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function openFile(path: string): OpenFile {
  const file = openSync(path, 'r')
  return {
    read: (buffer, {at, length, position}) => readSync(file, buffer, at, length, position),
    close: () => closeSync(file),
  }
}

/** What this process may do with files, asked of the system. */
export const fileRights = {
  writable: (path: string): void => accessSync(path, constants.W_OK),
  owner: (path: string): number | undefined => statSync(path, {throwIfNoEntry: false})?.uid,
  self: (): number | undefined => process.getuid?.(),
}

/** The file behind a link, such as that by which npx starts a program; the path itself where there is no such file. */
export async function linkedFile(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : await realpath(path).catch(() => path)
}
