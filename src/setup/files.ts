/** Key, certificate and password on this machine: readable by their owner alone, found again by the next run. */
import {randomBytes, X509Certificate} from 'node:crypto'
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {
  type CreatedCertificate,
  joinAnswer,
  makeRequest,
  makeSelfSigned,
  packPfx,
} from '../signin/create-certificate.ts'
import {causes, Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import type {SetupSettings} from './settings.ts'
import {stepWords} from './step.ts'

export const fileNames = {
  pfx: 'audit.pfx',
  pem: 'audit.pem',
  cer: 'audit.cer',
  password: 'password.txt',
  key: 'request-key.pem',
  request: 'request.csr',
} as const

/** What the app and the repository are given. Key and password are secrets, and were masked. */
export interface CredentialFile {
  certificate: X509Certificate
  pfx: Buffer
  password: string
  folder: string
}

/** The certificate in use, and its key where it is on this machine. */
export interface StoredCredential {
  certificate: X509Certificate | undefined
  credential: CredentialFile | undefined
}

/** What lies in the folder, the last renewal first; undefined where nothing does. */
export function newestCredential(folder: string, world: Pick<World, 'mask'>): CredentialFile | undefined {
  const renewed = existsSync(folder) ? readdirSync(folder).filter(name => name.startsWith('renewed-')) : []
  const folders = [
    ...renewed
      .sort()
      .reverse()
      .map(name => join(folder, name)),
    folder,
  ]
  return folders.map(each => readCredential(each, world)).find(each => each !== undefined)
}

/** What lies in the folder; undefined where there is no whole set. */
export function readCredential(folder: string, world: Pick<World, 'mask'>): CredentialFile | undefined {
  const at = (name: keyof typeof fileNames) => join(folder, fileNames[name])
  if (!['pfx', 'cer', 'password'].every(name => existsSync(at(name as keyof typeof fileNames)))) return undefined
  const password = readFileSync(at('password'), 'utf8').trim()
  world.mask(password)
  return {certificate: new X509Certificate(readFileSync(at('cer'))), pfx: readFileSync(at('pfx')), password, folder}
}

/** A new key, with its own signature or with an authority's. */
export async function makeCredential(folder: string, settings: SetupSettings, world: World): Promise<CredentialFile> {
  const made =
    settings.answer === undefined
      ? await makeSelfSigned(settings.name, settings.years, world.now())
      : await joined(settings.answer, settings, world)
  return await keep(folder, made, {settings, world})
}

async function joined(answer: string, settings: SetupSettings, world: World): Promise<CreatedCertificate> {
  const keyFile = join(settings.folder, fileNames.key)
  const keyPem = readText(keyFile, 'the key of the request')
  world.mask(keyPem)
  return await joinAnswer(keyPem, Buffer.from(readBytes(answer, 'the authority’s answer')))
}

/**
 * The password is written next to the key and never shown: terminals keep scroll-back and recordings, and the file
 * is no weaker than the key next to it.
 */
async function keep(
  folder: string,
  made: CreatedCertificate,
  {settings, world}: {settings: SetupSettings; world: World},
) {
  const password = settings.passwordFile
    ? readText(settings.passwordFile, 'the password').trim()
    : randomBytes(24).toString('base64url')
  world.mask(password)
  world.mask(made.keyPem)
  if (!/^[\x21-\x7e]+$/.test(password)) {
    throw new Failure({
      code: 'SETUP_PASSWORD',
      message: 'The password in --password-file is empty, or has spaces or letters beyond ASCII.',
      remedy: 'Use printable ASCII: programs disagree on how a PFX takes other letters.',
    })
  }
  const pfx = await packPfx(made, password)
  const certificate = new X509Certificate(made.certificatePem)
  makePrivateFolder(folder)
  writePrivate(join(folder, fileNames.password), `${password}\n`)
  writePrivate(join(folder, fileNames.pem), made.certificatePem + made.keyPem)
  writePrivate(join(folder, fileNames.pfx), pfx)
  writeFileSync(join(folder, fileNames.cer), certificate.raw)
  return {certificate, pfx, password, folder}
}

/** Makes key and request, and says what to do with them; a request that lies there already is kept. */
export async function writeRequest(settings: SetupSettings, world: World): Promise<void> {
  const path = join(settings.folder, fileNames.request)
  if (existsSync(path)) return world.log(`  ${stepWords.done}: The request ${path} is there, with its key.`)
  world.log(
    `  ${settings.dryRun ? stepWords.wouldChange : stepWords.change}: Make a key and a certificate request, ${path}`,
  )
  if (settings.dryRun) return
  const {keyPem, requestPem} = await makeRequest(settings.name)
  world.mask(keyPem)
  makePrivateFolder(settings.folder)
  writePrivate(join(settings.folder, fileNames.key), keyPem)
  writeFileSync(path, requestPem)
  world.log(`Send ${path} to the certificate authority.`)
}

function makePrivateFolder(folder: string): void {
  mkdirSync(folder, {recursive: true, mode: 0o700})
}

/** `mode` is for new files only: an old one may have been open to others. */
function writePrivate(path: string, content: string | Buffer): void {
  writeFileSync(path, content, {mode: 0o600})
  chmodSync(path, 0o600)
}

function readText(path: string, what: string): string {
  return Buffer.from(readBytes(path, what)).toString('utf8')
}

function readBytes(path: string, what: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Failure({
      code: 'SETUP_FILE',
      message: `The file ${path} (${what}) can’t be read: ${causes(error)}.`,
      remedy: 'Check the path; --answer needs the same --folder as --request had.',
      cause: error,
    })
  }
}
