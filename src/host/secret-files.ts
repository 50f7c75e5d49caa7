/** Options that name a file to read a secret from: words of a command line are visible to every process. */
import {causes, Failure} from '../wire/failure.ts'
import {machineDisk} from './disk.ts'

/** By option, the input that the file holds. */
export const secretFiles: Readonly<Record<string, string>> = {
  'certificate-password-file': 'certificate-password',
  'key-vault-token-file': 'key-vault-token',
  'github-token-file': 'github-token',
  'pseudonym-key-file': 'pseudonym-key',
  'state-key-file': 'state-key',
  'previous-state-key-file': 'previous-state-key',
  'smtp-url-file': 'smtp-url',
  'ping-url-file': 'ping-url',
  'notify-file': 'notify',
  'notify-secret-file': 'notify-secret',
  identity: 'age-identity',
}

/** The options with each secret's text in the place of its file; what can't be read is a mistake. */
export function readSecretFiles(options: ReadonlyMap<string, string>): {
  inputs: Map<string, string>
  mistakes: Failure[]
} {
  const inputs = new Map(options)
  const mistakes: Failure[] = []
  for (const [option, secret] of Object.entries(secretFiles)) {
    const path = options.get(option)
    if (path === undefined) continue
    inputs.delete(option)
    try {
      inputs.set(secret, String(machineDisk.sync.readFile(path)))
    } catch (error) {
      mistakes.push(unreadable(option, path, error))
    }
  }
  return {inputs, mistakes}
}

function unreadable(option: string, path: string, error: unknown): Failure {
  return new Failure({
    code: 'INPUT_SECRET_FILE',
    message: `The file “${path}” of --${option} can’t be read: ${causes(error)}.`,
    remedy: 'Check the path, and that this user may read the file.',
    cause: error,
  })
}
