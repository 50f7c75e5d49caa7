/** Whether this user may write what the runner prepared: in a container job the container may run as another one. */
import {Failure} from '../wire/failure.ts'
import {fileRights} from './disk.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What is asked of the system; a test gives its own answers. */
export interface FileRights {
  /** Throws the system's error where this user may not write there. */
  writable(path: string): void
  /** User ids of the file's owner and of this process. */
  owner(path: string): number | undefined
  self(): number | undefined
}

/** Each with the words for it. */
const prepared = {
  GITHUB_OUTPUT: 'outputs',
  GITHUB_STEP_SUMMARY: 'the summary',
  GITHUB_WORKSPACE: 'the workspace',
} as const

/** One failure for all that this user may not write; undefined where nothing stands against it. */
export function wrongUser(environment: Environment, rights: FileRights = fileRights): Failure | undefined {
  const refused = Object.entries(prepared).flatMap(([name, words]) => {
    const path = environment[name]
    return path && isRefused(path, rights) ? [{path, words}] : []
  })
  const [first] = refused
  if (first === undefined) return undefined
  const [owner, self] = [rights.owner(first.path), rights.self()]
  return new Failure({
    code: 'RUNNER_USER',
    message: `This step runs as user ${self ?? '(unknown)'}, who may not write ${refused.map(({words}) => words).join(', ')}: they belong to user ${owner ?? '(unknown)'}. Nothing was read.`,
    remedy: `Let the job’s container run as the runner’s user: container: {image: …, options: --user ${owner ?? '<user id>'}}; or as root, by options: --user root. Outside of a container, start the runner as the user who owns its folder.`,
  })
}

function isRefused(path: string, rights: FileRights): boolean {
  try {
    rights.writable(path)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')
  }
}
