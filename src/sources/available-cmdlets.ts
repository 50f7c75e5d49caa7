/**
 * Which cmdlets Exchange offers the caller, as Microsoft's module asks when it connects: the answer tells whether the
 * app has an Exchange role, and runs nothing (CIPP: `EXOModuleFile`).
 */

import {isObject} from '../audit/json.ts'
import {pluralise} from '../audit/numbers.ts'
import {bodyJson} from '../wire/body.ts'
import {Failure} from '../wire/failure.ts'
import {send} from '../wire/send.ts'
import {
  type AppIds,
  anchorOf,
  forbidden,
  grantRole,
  type InvokeSettings,
  newSession,
  tokenRefused,
  troubleOf,
} from './invoke.ts'

/** The version of the module whose list is asked for. */
const moduleVersion = '3.9.2'

/** @throws Failure when the app may run nothing, or the answer is no list. */
export async function availableCmdlets(settings: InvokeSettings, signal: AbortSignal): Promise<string[]> {
  const session = newSession()
  return await send<string[]>(settings.world, {
    policy: settings.policy,
    signal,
    request: async () => {
      const token = await session.next(settings.tokens)
      settings.count('EXOModuleFile')
      const url = `${settings.exchange}/adminapi/v1.0/${settings.tenantId}/EXOModuleFile?Version=${moduleVersion}`
      const headers = {
        authorization: `Bearer ${token.secret}`,
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'x-anchormailbox': anchorOf(settings),
        commandname: '*',
      }
      return new Request(url, {headers})
    },
    read: answer => {
      if (answer.status === 401) return tokenRefused(answer, session, settings)
      if (answer.status === 403) return forbidden(answer, session, settings)
      const json = bodyJson(answer, settings.policy.maximumBytes)
      const names = answer.status === 200 ? cmdletsIn(json) : undefined
      return names ? {done: names} : troubleOf(answer, 'the list of cmdlets')
    },
  })
}

function cmdletsIn(json: unknown): string[] | undefined {
  if (!isObject(json) || !Array.isArray(json.value)) return undefined
  const lists = json.value.map(file => (isObject(file) ? file.exportedCmdlets : undefined))
  const known = lists.filter(list => typeof list === 'string')
  return known.length > 0 ? known.flatMap(list => list.split(/\s*,\s*/)).filter(name => name !== '') : undefined
}

export const searchCmdlet = 'Search-UnifiedAuditLog'

/** The app may run some cmdlets, and not this one. */
export function cmdletMissing(cmdlets: readonly string[], ids: AppIds, cloud: string): Failure {
  return new Failure({
    code: 'EXCHANGE_CMDLET_MISSING',
    message: `Exchange does not offer ${searchCmdlet} to this application: its roles allow ${pluralise(cmdlets.length, 'other cmdlet')}.`,
    remedy: grantRole(ids, cloud),
  })
}
