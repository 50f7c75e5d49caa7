/** What the event that started the run says of the repository. A schedule's may say nothing of it. */
import {z} from 'zod'
import {machineDisk} from './disk.ts'
import type {RunFacts} from './host.ts'

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const Event = z.object({
  repository: z.object({
    full_name: z.string(),
    private: z.boolean().optional(),
    visibility: z.string().optional(),
    default_branch: z.string().min(1).optional(),
  }),
})

type Environment = Readonly<Record<string, string | undefined>>

/** Nothing where there is no event, or it is about another repository. */
export function eventFacts({GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: name}: Environment): Partial<RunFacts> {
  const {data} = Event.safeParse(path ? eventIn(path) : undefined)
  if (data === undefined || data.repository.full_name !== name) return {}
  const {default_branch: defaultBranch} = data.repository
  const isPublic = isPublicBy(data.repository)
  return {...(defaultBranch ? {defaultBranch} : {}), ...(isPublic === undefined ? {} : {isPublic})}
}

function eventIn(path: string): unknown {
  try {
    return JSON.parse(String(machineDisk.sync.readFile(path)))
  } catch {
    return undefined
  }
}

/** Undefined where it says nothing, or contradicts itself. */
function isPublicBy({
  private: isPrivate,
  visibility,
}: {
  private?: boolean | undefined
  visibility?: string | undefined
}): boolean | undefined {
  if (isPrivate === false || visibility === 'public') return true
  if (isPrivate === true && (visibility === undefined || visibility === 'private' || visibility === 'internal'))
    return false
  return undefined
}
