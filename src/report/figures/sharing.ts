/** Kinds of sharing in words. */
import type {SharingKind} from '../../audit/sharing.ts'

export const sharingMeaning: Record<SharingKind, string> = {
  anyone: 'Links for anyone, made or changed',
  guest: 'Shared with guests or by invitation',
  organisation: 'Links for the whole organisation',
  people: 'Shared with named colleagues or groups',
  used: 'Links for anyone, opened',
}
