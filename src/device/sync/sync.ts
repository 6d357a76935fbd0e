import type { Reason } from '../../sync/problem.ts'
import { hasWholePast } from './cursor.ts'
import { reopenRows } from './read-again.ts'
import { CHORES, type Chore, findChores } from './chores.ts'
import type { Answer } from '../client.ts'
import { closeEpochs } from './late-rows.ts'
import { noteDeleted } from '../person/deletion.ts'
import { keepEarlierKeys, takeEarlierKeys } from '../couple/earlier-keys.ts'
import { learnOfLeaving, sendLeave, tidyAfterLeaving } from '../couple/leave.ts'
import { LEAVING } from '../couple/leaving.ts'
import type { Phone } from '../phone.ts'
import { openRowsAside, pullFeed } from './pull.ts'
import { pushOutbox, type Taken } from './push.ts'
import { reachOf } from './reach.ts'
import { OFFER, offerCouple, rewind } from './rewind.ts'
import { followWeek } from '../moments/follow-week.ts'
import { openDue } from '../moments/share.ts'
import { followBegun } from '../week/begun.ts'
import { inTurn } from './turn.ts'
import { publishProfile } from '../couple/profile.ts'
import { withdrawCards } from '../moments/withdraw-cards.ts'

/** How a sync ended. `alone`: this journal lives on this phone only, by choice. */
export type SyncEnd = 'done' | 'alone' | 'offline' | Reason

/**
 * One round of sync: push the outbox, pull the feed, open what is due, push that. One tab at a time
 * where the browser has locks; two at once are harmless. What is `going` has left already.
 */
export async function syncOnce(phone: Phone, going?: Taken): Promise<SyncEnd> {
  const { runtime, db } = phone
  if (runtime.api === null) return 'alone'
  const end = await inTurn(runtime, () => round(phone, going))
  if (end === 'done') await db.state.put({ name: 'last-sync', value: runtime.clock() })
  return end
}

async function round(phone: Phone, going?: Taken): Promise<SyncEnd> {
  // One question for all of it: what has just been written waits for the answer.
  const [registered, ...told] = await phone.db.state.bulkGet(['registered', OFFER, LEAVING])
  if (!registered) return 'alone'
  const first = await exchange(
    phone,
    told.some((each) => each !== undefined),
    going,
  )
  if (first.ok) return 'done'
  if (first.reason !== 'rewound' && first.reason !== 'unknown-device') return first.reason
  // The database behind the API is another one, or no longer knows us.
  const back = await rewind(phone)
  if (!back.ok) {
    if (back.reason === 'deleted') await noteDeleted(phone)
    return back.reason
  }
  const second = await exchange(phone, true)
  return second.ok ? 'done' : second.reason
}

/** `tellsFirst`: there is something about the couple that the server has to know before anything else. */
async function exchange(phone: Phone, tellsFirst: boolean, going?: Taken): Promise<Answer<null>> {
  if (tellsFirst) {
    await offerCouple(phone)
    const left = await sendLeave(phone)
    if (!left.ok) return left
  }
  const pushed = await pushOutbox(phone, going)
  if (!pushed.ok) return pushed
  if (pushed.value === 'rewound') return { ok: false, reason: 'rewound' }
  // To ask what the answer has just said would cost the phone as much as the push itself.
  const isSeen = pushed.value === 'whole' && (await hasWholePast(phone))
  const pulled = isSeen ? pushed : await pullFeed(phone)
  if (!pulled.ok) return pulled
  let chores = await findChores(phone)
  for (const chore of CHORES) {
    if (!chores.has(chore)) continue
    const done = await DO[chore](phone)
    if (done && !done.ok) return done
    if (!LEADS_NOWHERE.has(chore)) chores = await findChores(phone)
  }
  return { ok: true, value: null }
}

/** After these there is nothing to do that there was not before. */
const LEADS_NOWHERE: ReadonlySet<Chore> = new Set<Chore>(['close-epochs', 'follow-week', 'send'])

const DO: Record<Chore, (phone: Phone) => Promise<Answer<unknown> | void>> = {
  'open-rows': openRowsAside,
  'close-epochs': closeEpochs,
  'take-keys': async (phone) => {
    if (await takeEarlierKeys(phone)) await reopenRows(phone)
  },
  'ask-couple': learnOfLeaving,
  'tidy-up': tidyAfterLeaving,
  'keep-keys': keepEarlierKeys,
  publish: async (phone) => void (await publishProfile(phone)),
  withdraw: withdrawCards,
  'follow-week': followWeek,
  'follow-begun': followBegun,
  'open-due': async (phone) => void (await openDue(phone)),
  send: async (phone) => {
    const sent = await pushOutbox(phone)
    // All else went on; this has to be tried again before long.
    return sent.ok && reachOf(phone).aside.size > 0 ? { ok: false, reason: 'offline' } : sent
  },
}
