/** The machine's openssl, asked to open a PFX that node-forge can't. Nothing touches the disk or a command line. */
import {childEnvironment} from '../wire/child-environment.ts'
import {runProgram} from '../wire/run-program.ts'

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

async function run(words: string[], pfx: Uint8Array, password: string): ReturnType<OpenSsl> {
  const result = await runProgram('openssl', [...words, '-passin', `env:${PASSWORD}`], {
    env: childEnvironment(process.env, {[PASSWORD]: password}),
    input: pfx,
    timeout: 30_000,
  })
  if (!result) return undefined
  const {status, stdout, stderr} = result
  return status === 0 && stdout !== '' ? {pem: stdout} : {refusal: stderr.trim().slice(0, 500)}
}
