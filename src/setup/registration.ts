/** The application in Entra: registration, certificate or federated credential, directory role. */

import type {X509Certificate} from 'node:crypto'
import type {Cloud} from '../signin/cloud.ts'
import {auditDirectoryRoles} from '../signin/permissions.ts'
import {githubIssuer} from '../signin/subject.ts'
import {Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import type {Api, ApiJson} from './call.ts'
import type {SetupSettings} from './settings.ts'
import {withJson} from './shell-forms.ts'
import {onceSpread, type SetupStep} from './step.ts'

/** By this tag, and by these words on its parts, setup knows its own again; nothing else is ever changed or removed. */
export const mark = 'made-by-m365-audit-export-setup'

export interface AppRegistration {
  /** Object id of the registration. */
  id: string
  /** The client id. */
  appId: string
}

/** What the steps know by now; in a dry run of a bare tenant that is nothing. */
export interface Registered {
  app: AppRegistration | undefined
  /** Object id of the enterprise application. */
  principal: string | undefined
}

export interface Site {
  world: World
  settings: SetupSettings
  cloud: Cloud
  tenantId: string
  /** Absent in a dry run without a token: then nothing is looked up. */
  graph: Api | undefined
  registered: Registered
}

/** In what is shown, where the real id is not known yet. */
export const clientIdOf = ({registered}: Site): string => registered.app?.appId ?? '<client id>'
export const principalOf = ({registered}: Site): string =>
  registered.principal ?? '<object id of the enterprise application>'

/** The registration of this name. Throws where another hand made it. */
export async function findApp({
  graph,
  settings,
}: Pick<Site, 'graph' | 'settings'>): Promise<AppRegistration | undefined> {
  if (graph === undefined) return undefined
  const found = await listAll(graph, `/applications?$filter=displayName eq '${settings.name}'`)
  const own = found.filter(app => Array.isArray(app.tags) && app.tags.includes(mark))
  if (own.length > 1 || (own.length === 0 && found.length > 0)) {
    throw new Failure({
      code: 'SETUP_APP_FOREIGN',
      message:
        own.length > 1
          ? `There are ${own.length} applications called ${settings.name} that setup made.`
          : `There is an application called ${settings.name} (${found[0]?.appId}) that setup did not make: it is left alone.`,
      remedy:
        own.length > 1
          ? 'Remove all but one in Entra → App registrations.'
          : `Choose another name with --name; or, if setup shall manage it, add the tag ${mark} to it (Entra → App registrations → the app → Manifest → tags).`,
    })
  }
  const [app] = own
  return app && {id: String(app.id), appId: String(app.appId)}
}

export async function findPrincipal(graph: Api, appId: string): Promise<ApiJson | undefined> {
  return (await listAll(graph, `/servicePrincipals?$filter=appId eq '${appId}'`))[0]
}

export async function listAll(graph: Api, path: string): Promise<ApiJson[]> {
  const answer = await graph.call('GET', path.replaceAll(' ', '%20'))
  return Array.isArray(answer?.value) ? (answer.value as ApiJson[]) : []
}

/** Application and enterprise application. New ones have no delegated permission; an old default User.Read goes. */
export function registration(site: Site): SetupStep[] {
  const {graph, settings, registered, world} = site
  const manifest = {displayName: settings.name, signInAudience: 'AzureADMyOrg', tags: [mark]}
  return [
    {
      look: async () => {
        registered.app = await findApp(site)
        if (registered.app) return {there: `The application ${settings.name}, client id ${registered.app.appId}`}
        return {
          todo: `Register the application ${settings.name}`,
          shows: [
            `POST /v1.0/applications ${JSON.stringify(manifest)}`,
            `az ad app create --display-name '${settings.name}' --sign-in-audience AzureADMyOrg`,
          ],
          act: async () => {
            const made = await required(graph).call('POST', '/applications', manifest)
            registered.app = {id: String(made?.id), appId: String(made?.appId)}
            world.log(`      client id ${registered.app.appId}`)
          },
        }
      },
    },
    {
      look: async () => {
        const known = graph && registered.app && (await findPrincipal(graph, registered.app.appId))
        registered.principal = known && String(known.id)
        if (registered.principal) return {there: `The enterprise application, object id ${registered.principal}`}
        const shown = {appId: clientIdOf(site)}
        return {
          todo: 'Create the enterprise application (service principal)',
          shows: [`POST /v1.0/servicePrincipals ${JSON.stringify(shown)}`, `az ad sp create --id ${shown.appId}`],
          act: async () => {
            const body = {appId: clientIdOf(site)}
            const made = await onceSpread(world, () => required(graph).call('POST', '/servicePrincipals', body))
            registered.principal = String(made?.id)
          },
        }
      },
    },
  ]
}

/** A registration that was made a moment ago may not be found: that is no answer yet. */
export async function seen({graph, world}: Site, {id}: AppRegistration, query = ''): Promise<ApiJson | undefined> {
  return await onceSpread(world, () => required(graph).call('GET', `/applications/${id}${query}`))
}

/** One of Entra's own roles in place of a role group: more rights than an export needs, and no Exchange step. */
export function directoryRole(site: Site, role: string): SetupStep {
  const {graph, registered, world} = site
  const roleDefinitionId = auditDirectoryRoles[role] ?? ''
  const body = () => ({principalId: principalOf(site), roleDefinitionId, directoryScopeId: '/'})
  const path = '/roleManagement/directory/roleAssignments'
  return {
    look: async () => {
      const filter = `${path}?$filter=principalId eq '${registered.principal}'`
      const all = graph && registered.principal ? await listAll(graph, filter) : []
      if (all.some(each => each.roleDefinitionId === roleDefinitionId)) return {there: `The directory role ${role}`}
      return {
        todo: `Assign the directory role ${role}`,
        shows: [`POST /v1.0${path} ${JSON.stringify(body())}`],
        act: async () => {
          await onceSpread(world, () => required(graph).call('POST', path, body()))
        },
      }
    },
  }
}

/** A certificate of setup's own, as the registration lists it. */
export interface RegisteredKey {
  keyId: string
  displayName: string | null
  startDateTime: string
  endDateTime: string
  /** Base64 of the certificate, as Graph sends it for a single object. */
  key: string | null
}

export async function registeredKeys(site: Site): Promise<RegisteredKey[]> {
  const {registered} = site
  if (site.graph === undefined || registered.app === undefined) return []
  const answer = await seen(site, registered.app, '?$select=keyCredentials')
  return Array.isArray(answer?.keyCredentials) ? (answer.keyCredentials as RegisteredKey[]) : []
}

/** Of setup's own certificates the one that was made last; undefined where none is valid. */
export function newestOwn(keys: readonly RegisteredKey[], now: number): RegisteredKey | undefined {
  return keys
    .filter(each => each.displayName === mark && Date.parse(each.endDateTime) > now)
    .reduce<RegisteredKey | undefined>(
      (best, each) => (best && Date.parse(best.startDateTime) >= Date.parse(each.startDateTime) ? best : each),
      undefined,
    )
}

export function thumbprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint.replaceAll(':', '')
}

/** The certificate's public half in the registration, added to those that are there. Expired ones of ours are removed. */
export function uploaded(site: Site, certificate: X509Certificate | undefined): SetupStep {
  const {graph, registered, world} = site
  return {
    look: async () => {
      const keys = await registeredKeys(site)
      const der = certificate?.raw.toString('base64')
      const thumbprint = certificate ? thumbprintOf(certificate) : '<thumbprint>'
      if (keys.some(each => each.key === der)) return {there: `The certificate ${thumbprint} in the registration`}
      const kept = keys.filter(each => each.displayName !== mark || Date.parse(each.endDateTime) > world.now())
      const added = {displayName: mark, type: 'AsymmetricX509Cert', usage: 'Verify', key: der}
      const inUse = kept.length > 0 ? `, in addition to ${kept.length} in use` : ''
      const shown = {
        keyCredentials: [...kept.map(each => `<as it is: ${each.keyId}>`), {...added, key: '<audit.cer in base64>'}],
      }
      return {
        todo: `Upload the certificate ${thumbprint}${inUse}`,
        shows: [
          `PATCH /v1.0/applications/${registered.app?.id ?? '<object id>'} ${JSON.stringify(shown)}`,
          `az ad app credential reset --id ${clientIdOf(site)} --append --cert '@audit.pem'   # a copy without the key`,
        ],
        act: async () => {
          const {id} = required(registered.app)
          const body = {keyCredentials: [...kept, added]}
          await onceSpread(world, () => required(graph).call('PATCH', `/applications/${id}`, body))
        },
      }
    },
  }
}

/** What Entra compares GitHub's token with, letter by letter. */
export function federated(site: Site, subject: string): SetupStep {
  const {graph, registered, world, cloud} = site
  const name = `github-${subject.replace(/^repo:/, '')}`.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 120)
  const body = {name, issuer: githubIssuer, subject, audiences: [cloud.federationAudience], description: mark}
  return {
    look: async () => {
      const {app} = registered
      const path = `/applications/${app?.id ?? '<object id>'}/federatedIdentityCredentials`
      const all = graph && app ? await onceSpread(world, () => listAll(graph, path)) : []
      if (all.some(each => each.subject === subject && each.issuer === body.issuer))
        return {there: `The federated credential for ${subject}`}
      return {
        todo: `Trust GitHub’s token with the subject ${subject}`,
        shows: [
          `POST /v1.0${path} ${JSON.stringify(body)}`,
          ...withJson(`az ad app federated-credential create --id ${clientIdOf(site)}`, '--parameters', body),
        ],
        act: async () => {
          const url = `/applications/${required(registered.app).id}/federatedIdentityCredentials`
          await onceSpread(world, () => required(graph).call('POST', url, body))
        },
      }
    },
  }
}

/** Setup's own credential for the form that the repository does not present, made by an earlier run. */
export function withdrawnForm(site: Site, subject: string): SetupStep {
  const {graph, registered, world} = site
  return {
    look: async () => {
      const {app} = registered
      const path = `/applications/${app?.id ?? '<object id>'}/federatedIdentityCredentials`
      const all = graph && app ? await onceSpread(world, () => listAll(graph, path)) : []
      const found = all.filter(each => each.subject === subject && each.description === mark)
      if (found.length === 0) return {there: `No federated credential of setup’s for ${subject}`}
      return {
        todo: `Withdraw the trust in the subject ${subject}, which this repository does not present`,
        shows: found.map(each => `DELETE /v1.0${path}/${each.id}`),
        act: async () => {
          for (const each of found)
            await required(graph).call('DELETE', `${path}/${each.id}`, undefined, 'is an answer')
        },
      }
    },
  }
}

/** What an earlier step has made by the time that it is needed. */
export function required<T>(value: T | undefined): T {
  if (value !== undefined) return value
  throw new Failure({
    code: 'SETUP_ORDER',
    message: 'A step of the set-up came before the one that it needs.',
    remedy: 'This is a fault of the program. Please report it with the version and this message.',
  })
}
