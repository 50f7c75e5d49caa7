/** The page verify.html at work: takes a folder, has it checked, and shows the result. It writes text alone, never markup. */
import {pluralise} from '../audit/numbers.ts'
import type {Manifest} from '../report/manifest.ts'
import {bytesToRead, checkDroppedFolder, type FolderCheck} from './check-dropped-folder.ts'
import {type DroppedFile, DroppedFolder} from './dropped-folder.ts'

const part = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const input = part<HTMLInputElement>('folder')
const result = part('result')
const status = part('status')
const progress = part<HTMLProgressElement>('progress')
const target = part('target')

/** Counts the folders that were given: of one that was replaced by another, no result is shown. */
let latest = 0

// Without this attribute's support the input takes files, all of which can be chosen at once.
if (!('webkitdirectory' in input)) part('choose').textContent = 'Choose all files of the folder'

input.addEventListener('change', () => {
  const files = [...(input.files ?? [])].map(content => ({
    path: content.webkitRelativePath.split('/').slice(1).join('/') || content.name,
    content,
  }))
  const name = input.files?.[0]?.webkitRelativePath.split('/')[0] || 'The folder'
  // So that the same folder can be chosen again after a change.
  input.value = ''
  if (files.length > 0) void show({name, files, folders: []})
})

for (const type of ['dragenter', 'dragover'] as const)
  document.addEventListener(type, event => {
    event.preventDefault()
    target.classList.add('over')
  })
document.addEventListener('dragleave', event => {
  if (event.relatedTarget === null) target.classList.remove('over')
})
document.addEventListener('drop', event => {
  event.preventDefault()
  target.classList.remove('over')
  result.hidden = true
  // They are gone once the event is over.
  const entries = [...(event.dataTransfer?.items ?? [])].map(entryOf)
  void Promise.all(entries)
    .then(all => dropped(all.flatMap(entry => entry ?? [])))
    .then(show, cannotRead)
})

interface Given {
  name: string
  files: DroppedFile[]
  folders: string[]
}

/** A file or folder that was dropped. */
interface Entry {
  name: string
  isFolder: boolean
  file(): Promise<File>
  /** What a folder holds. */
  entries(): Promise<Entry[]>
}

/** Chromium's; its older entries, which other browsers have, it can't read from a page on disk. */
interface ItemWithHandle extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

async function entryOf(item: ItemWithHandle): Promise<Entry | undefined> {
  if (item.kind !== 'file') return undefined
  if (!item.getAsFileSystemHandle) {
    const entry = item.webkitGetAsEntry()
    return entry ? ofEntry(entry) : undefined
  }
  const handle = await item.getAsFileSystemHandle()
  return handle ? ofHandle(handle) : undefined
}

function ofHandle(handle: FileSystemHandle): Entry {
  return {
    name: handle.name,
    isFolder: handle.kind === 'directory',
    file: () => (handle as FileSystemFileHandle).getFile(),
    async entries() {
      const all: Entry[] = []
      for await (const one of (handle as FileSystemDirectoryHandle).values()) all.push(ofHandle(one))
      return all
    },
  }
}

function ofEntry(entry: FileSystemEntry): Entry {
  return {
    name: entry.name,
    isFolder: entry.isDirectory,
    file: () => new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
    async entries() {
      const reader = (entry as FileSystemDirectoryEntry).createReader()
      const all: Entry[] = []
      // They come in batches, the last of which is empty.
      for (;;) {
        const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
        if (batch.length === 0) return all
        all.push(...batch.map(ofEntry))
      }
    },
  }
}

/** One folder, or all that a folder holds. */
async function dropped(given: readonly Entry[]): Promise<Given> {
  const [only] = given
  const isOne = given.length === 1 && only?.isFolder === true
  const entries = isOne ? await only.entries() : given
  const files = entries
    .filter(({isFolder}) => !isFolder)
    .map(async entry => ({path: entry.name, content: await entry.file()}))
  return {
    name: isOne ? only.name : 'The files',
    files: await Promise.all(files),
    folders: entries.filter(({isFolder}) => isFolder).map(({name}) => name),
  }
}

async function show({name, files, folders}: Given): Promise<void> {
  const number = ++latest
  let read = 0
  let shown = 0
  const folder = new DroppedFolder(files, folders, bytes => {
    read += bytes
    if (number !== latest) return
    progress.value = read
    const percent = Math.min(99, Math.floor((read / progress.max) * 10) * 10)
    if (percent === shown) return
    shown = percent
    status.textContent = `Checking ${name}: ${percent} %`
  })
  result.hidden = true
  progress.hidden = false
  progress.max = Math.max(1, bytesToRead(folder))
  progress.value = 0
  status.textContent = `Checking ${name} …`
  document.body.setAttribute('aria-busy', 'true')
  const check = await checkDroppedFolder(folder).catch((error: unknown) => {
    if (number === latest) cannotRead(error)
  })
  if (number !== latest) return
  progress.hidden = true
  document.body.removeAttribute('aria-busy')
  if (!check) return
  status.textContent = ''
  result.replaceChildren(...resultOf(name, check, folder))
  result.hidden = false
  result.querySelector('h2')?.focus()
}

function cannotRead(error: unknown): void {
  progress.hidden = true
  document.body.removeAttribute('aria-busy')
  status.textContent = `The folder can't be read: ${error instanceof Error ? error.message : String(error)} Choose it with the button instead.`
}

type Content = string | Node

function element(name: string, ...content: Content[]): HTMLElement {
  const made = document.createElement(name)
  made.append(...content)
  return made
}

function styled(css: string, made: HTMLElement): HTMLElement {
  made.className = css
  return made
}

function list(items: readonly string[]): HTMLElement {
  return element('ul', ...items.map(item => element('li', item)))
}

function resultOf(name: string, check: FolderCheck, folder: DroppedFolder): Node[] {
  const {faults, faultCount, manifest, checked, unchecked, listSha256} = check
  const isWhole = faultCount === 0
  const count = pluralise(faultCount, 'fault')
  const heading = element('h2', isWhole ? 'No damage found' : `Not as it was written: ${count}`)
  heading.tabIndex = -1
  const parts: Node[] = [
    styled(
      isWhole ? 'verdict good' : 'verdict bad',
      element(
        'div',
        heading,
        element(
          'p',
          isWhole
            ? `${name} agrees with its own lists.`
            : `Do not rely on ${name}. Take the artifact of the run again.`,
        ),
        ...(isWhole ? [] : [list(faults)]),
      ),
    ),
  ]
  if (manifest) parts.push(element('h3', 'What the export says of itself'), factsOf(manifest, check))
  if (manifest && manifest.reasons.length > 0) parts.push(list(manifest.reasons))
  if (listSha256 !== undefined)
    parts.push(
      element('h3', 'Compare this hash with a copy that was kept elsewhere'),
      element('p', 'The SHA-256 of SHA256SUMS stands for every file of the folder:'),
      styled('hash', element('p', element('code', listSha256))),
    )
  if (checked.length > 0)
    parts.push(element('h3', 'Checked'), list(checked.map(words => `${words[0]?.toUpperCase()}${words.slice(1)}.`)))
  if (unchecked.length > 0) parts.push(element('h3', 'Not checked'), list(unchecked))
  if (check.files.size > 0) parts.push(filesTable(check, folder))
  return parts
}

function factsOf({status: verdict, period, windows, files}: Manifest, {records}: FolderCheck): HTMLElement {
  const gaps = windows.filter(window => window.status === 'gap').length
  const rows: [string, string][] = [
    ['Verdict of the run', verdict],
    ['Period', `${period.text} (${period.start} to ${period.end})`],
    ['Records counted', records === undefined ? 'not counted' : thousands(records)],
    ['Windows', `${thousands(windows.length)}, ${gaps === 0 ? 'no gap' : pluralise(gaps, 'gap')}`],
    ['Files', thousands(files.length)],
  ]
  return element('dl', ...rows.flatMap(([term, text]) => [element('dt', term), element('dd', text)]))
}

function filesTable({files, manifest}: FolderCheck, folder: DroppedFolder): HTMLElement {
  const head = element(
    'thead',
    element('tr', ...['File', 'Bytes', 'SHA-256 now'].map(words => scoped('col', element('th', words)))),
  )
  const known = new Set([...(manifest?.files ?? []).map(file => file.name), 'manifest.json'])
  const rows = [...files]
    .sort()
    .map(([name, {sha256}]) =>
      element(
        'tr',
        scoped('row', element('th', known.has(name) ? name : `${name} (not part of the export)`)),
        styled('number', element('td', thousands(folder.size(name)))),
        element('td', element('code', sha256)),
      ),
    )
  const frame = styled(
    'scroll',
    element('div', element('table', element('caption', 'Files'), head, element('tbody', ...rows))),
  )
  frame.tabIndex = 0
  frame.setAttribute('role', 'region')
  frame.setAttribute('aria-label', 'Files')
  const details = element('details', element('summary', `All files with their hashes`), frame)
  return details
}

function scoped(scope: 'col' | 'row', cell: HTMLElement): HTMLElement {
  cell.setAttribute('scope', scope)
  return cell
}

function thousands(count: number): string {
  return count.toLocaleString('en-US')
}
