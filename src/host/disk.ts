/** This machine's disk. */
import {
  accessSync,
  appendFileSync,
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import {
  access,
  appendFile,
  constants,
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Readable} from 'node:stream'
import type {Disk, OpenFile, SyncDisk} from '../wire/disk.ts'

const machineSyncDisk: SyncDisk = {
  readFile: path => readFileSync(path),
  appendFile: (path, content) => appendFileSync(path, content),
  size: path => statSync(path).size,
  makeFolder: path => void mkdirSync(path, {recursive: true}),
  removeFile: path => rmSync(path),
  openFile,
}

export const machineDisk: Disk = {
  readFile: path => readFile(path),
  writeFile: (path, content) => writeFile(path, content),
  appendFile: (path, content) => appendFile(path, content),
  readStream: (path, most) => createReadStream(path, most === undefined ? {} : {end: most - 1}),
  readPlainFile,
  writeStream: path => createWriteStream(path, {flags: 'wx'}),
  size: async path => (await stat(path)).size,
  exists: path => existsSync(path),

  list: folder => readdir(folder, {withFileTypes: true}),
  makeFolder: async path => void (await mkdir(path, {recursive: true})),
  makeTemporaryFolder: prefix => mkdtemp(join(tmpdir(), prefix)),
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

async function readPlainFile(path: string): Promise<Readable> {
  // Windows has neither flag.
  const {O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0} = constants
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  if ((await handle.stat()).isFile()) return handle.createReadStream()
  await handle.close()
  throw new TypeError('it is not a plain file')
}

function openFile(path: string): OpenFile {
  const file = openSync(path, 'r')
  return {
    read: (buffer, at) => readSync(file, buffer, at, buffer.length - at, null),
    close: () => closeSync(file),
  }
}

/** What this process may do with files, asked of the system. */
export const fileRights = {
  writable: (path: string): void => accessSync(path, constants.W_OK),
  owner: (path: string): number | undefined => statSync(path, {throwIfNoEntry: false})?.uid,
  self: (): number | undefined => process.getuid?.(),
}
