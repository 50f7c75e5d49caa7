/** What Azure Blob Storage refuses, as a failure with advice. Codes: https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes */
import {Failure} from '../wire/failure.ts'
import type {ArchiveAddress} from './archive-address.ts'

export type BlobOperation = 'read' | 'write' | 'lock'

export interface BlobAnswer {
  status: number
  /** `x-ms-error-code`; '' where the answer has none. */
  code: string
  requestId: string
}

interface BlobCaller {
  address: ArchiveAddress
  clientId: string
}

/** Reads, writes, and deletes; policies of single blobs take the owner's role, or one of one's own. */
export const contributorRole = 'Storage Blob Data Contributor'
export const ownerRole = 'Storage Blob Data Owner'

/** The command that assigns the least built-in role for it, at the container alone. */
export function assignCommand({account, container}: ArchiveAddress, role: string, assignee: string): string {
  const scope = `"$(az storage account show --name ${account} --query id --output tsv)/blobServices/default/containers/${container}"`
  return `az role assignment create --role "${role}" --assignee ${assignee} --scope ${scope}`
}

export function blobFailure(answer: BlobAnswer, operation: BlobOperation, caller: BlobCaller): Failure {
  const {status, code, requestId} = answer
  const {address} = caller
  const place = `${address.host}/${address.container}`
  const evidence = {status: String(status), ...(code && {error: code}), ...(requestId && {'request-id': requestId})}
  const failure = (parts: {code: string; message: string; remedy: string}) => new Failure({...parts, evidence})
  if (status === 401) {
    return failure({
      code: 'STORAGE_TOKEN',
      message: `${place} does not take the app’s token.`,
      remedy:
        'The storage account has to belong to a subscription of the tenant in which the app signs in: a token of another tenant is never taken.',
    })
  }
  if (code === 'AuthorizationPermissionMismatch') return failure(roleMissing(operation, caller, place))
  if (code === 'AuthorizationFailure') {
    return failure({
      code: 'STORAGE_FIREWALL',
      message: `${place} refuses this machine: most likely the storage account’s network rules do not let it in.`,
      remedy:
        'In the storage account under Networking, allow the runner’s addresses or its virtual network. GitHub’s hosted runners have no fixed addresses: use a self-hosted runner, or larger runners with static addresses.',
    })
  }
  if (code === 'ContainerNotFound' || code === 'ContainerBeingDeleted') {
    return failure({
      code: 'STORAGE_CONTAINER',
      message: `There is no container ${address.container} in the storage account ${address.account}.`,
      remedy: `Create it, with immutability for its blobs where archive-lock is to be used, or correct archive-to. docs/archive.md has the commands.`,
    })
  }
  if (operation === 'lock' && (status === 400 || status === 409)) return failure(noLocks(address))
  if (status === 408 || status === 429 || status >= 500) {
    return failure({
      code: 'STORAGE_UNAVAILABLE',
      message: `${place} answered ${status}${code ? ` (${code})` : ''} again and again.`,
      remedy: 'The service is busy or failing; run it again later. The export is kept.',
    })
  }
  return failure({
    code: 'STORAGE_REFUSED',
    message: `${place} refused to ${words[operation]} with ${status}${code ? ` (${code})` : ''}.`,
    remedy: 'Look the error up in Microsoft’s list of Blob Storage error codes; mode: doctor checks right and lock.',
  })
}

const words: Readonly<Record<BlobOperation, string>> = {
  read: 'read',
  write: 'write',
  lock: 'set an immutability policy',
}

function roleMissing(operation: BlobOperation, {address, clientId}: BlobCaller, place: string) {
  const role = operation === 'lock' ? ownerRole : contributorRole
  return {
    code: operation === 'lock' ? 'STORAGE_LOCK_ROLE' : 'STORAGE_ROLE',
    message: `The app ${clientId} may not ${words[operation]} in ${place}.`,
    remedy: `An owner of the storage account assigns the role: ${assignCommand(address, role, clientId)}. It takes effect within ten minutes. docs/archive.md has a narrower role.`,
  }
}

/** Known by the container's properties, or only by the refusal. */
export function noLocks({account, container}: ArchiveAddress) {
  return {
    code: 'STORAGE_NO_LOCKS',
    message: `The container ${container} of ${account} takes no policies for single blobs, which archive-lock sets.`,
    remedy:
      'Create a container with version-level immutability (docs/archive.md), or leave archive-lock out and set a policy on the container itself.',
  }
}

export function noSuchAccount({account, host}: ArchiveAddress, cause: unknown): Failure {
  return new Failure({
    code: 'STORAGE_ACCOUNT',
    message: `There is no storage account ${account}: the name ${host} is not known.`,
    remedy:
      'Correct archive-to; print it: az storage account show --name NAME --query primaryEndpoints.blob --output tsv',
    cause,
  })
}
