/** The machine's openssl, asked to open a PFX that node-forge can't. Nothing touches the disk or a command line. */
import {spawn} from 'node:child_process'
import {dirname} from 'node:path'
import {childEnvironment} from '../wire/child-environment.ts'

/** Opens a PFX. Answers its keys and certificates as PEM, or what openssl said against it; undefined: no openssl. */
export type OpenSsl = (pfx: Uint8Array, password: string) => Promise<{pem: string} | {refusal: string} | undefined>

/** OpenSSL 3 opens RC2 and RC4 with `-legacy` only; LibreSSL and OpenSSL 1.1 don't know the word. */
export const machineOpenssl: OpenSsl = async (pfx, password) => {
  const plain = await run(['pkcs12', '-nodes'], pfx, password)
  if (!plain || 'pem' in plain) return plain
  const legacy = await run(['pkcs12', '-nodes', '-legacy'], pfx, password)
  return legacy && 'pem' in legacy ? legacy : plain
}

const PASSWORD = 'M365_AUDIT_PFX_PASSWORD'

function run(words: string[], pfx: Uint8Array, password: string): ReturnType<OpenSsl> {
  return new Promise(resolve => {
    const child = spawn('openssl', [...words, '-passin', `env:${PASSWORD}`], {
      env: childEnvironment(process.env, {[PASSWORD]: password}),
      // Windows looks for programs in the working directory first, which may hold an untrusted program.
      cwd: dirname(process.execPath),
      timeout: 30_000,
      windowsHide: true,
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', part => out.push(part))
    child.stderr.on('data', part => err.push(part))
    child.stdin.on('error', () => {})
    child.on('error', () => resolve(undefined))
    child.on('close', status => {
      const pem = Buffer.concat(out).toString()
      resolve(status === 0 && pem !== '' ? {pem} : {refusal: Buffer.concat(err).toString().trim().slice(0, 500)})
    })
    child.stdin.end(pfx)
  })
}
