/**
 * A token of another CI system, or of Kubernetes, in a file: it proves the app as GitHub's token does (workload identity
 * federation). The file is read anew for every request, since who wrote it renews it.
 */
import {causes, Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import {type Federation, type IdToken, readPresented} from './federation.ts'

/** Bytes. Tokens with many groups have some thousand. */
const mostBytes = 65_536
/** Milliseconds by which clocks may differ; Entra allows as much. */
const skew = 300_000

/** Reads a first token, which shows that there is one. Throws `TOKEN_FILE_…`. */
export async function openTokenFile(world: World, path: string): Promise<Federation> {
  const idToken = () => readTokenFile(world, path)
  const {presented} = await idToken()
  return {presented, idToken}
}

async function readTokenFile(world: World, path: string): Promise<IdToken> {
  const secret = await contentOf(world, path)
  if (secret !== '') world.mask(secret)
  const presented = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(secret) ? readPresented(secret) : undefined
  if (presented === undefined) throw notAToken(path, secret)
  if (presented.expires !== undefined && presented.expires + skew < world.now()) throw expired(path, presented.expires)
  return {secret, presented: {...presented, by: 'token file'}}
}

/** A link is followed: Kubernetes renews its tokens by moving one. */
async function contentOf(world: Pick<World, 'disk'>, path: string): Promise<string> {
  const parts: Buffer[] = []
  try {
    for await (const part of world.disk.readStream(path, mostBytes + 1)) parts.push(part)
  } catch (error) {
    throw new Failure({
      code: 'TOKEN_FILE_UNREADABLE',
      message: `The token file ${path} can’t be read: ${causes(error)}.`,
      remedy:
        'Check federated-token-file: the path is relative to the workspace, and an earlier line of the job has to write the token there.',
      cause: error,
    })
  }
  const bytes = Buffer.concat(parts)
  if (bytes.length > mostBytes) throw notAToken(path, undefined)
  return bytes.toString().trim()
}

function notAToken(path: string, text: string | undefined): Failure {
  const what =
    text === undefined
      ? `more than ${mostBytes} bytes`
      : text === ''
        ? 'nothing'
        : text.startsWith('{')
          ? 'JSON in place of the token alone'
          : /^\$[({\w]/.test(text)
            ? 'a variable that was not replaced'
            : 'something else than a token'
  return new Failure({
    code: 'TOKEN_FILE_MALFORMED',
    message: `The token file ${path} holds ${what}.`,
    remedy:
      'It has to hold one JSON web token, as header.payload.signature, with issuer and subject: what GitLab puts into the variable of id_tokens, or Azure Pipelines issues for a service connection.',
  })
}

function expired(path: string, at: number): Failure {
  return new Failure({
    code: 'TOKEN_FILE_EXPIRED',
    message: `The token in ${path} expired at ${new Date(at).toISOString()}.`,
    remedy:
      'The file is read again for each sign-in, about once an hour: let the job write a new token there before the old one ends, or read less in one run by deadline. See docs/other-ci.md.',
  })
}
