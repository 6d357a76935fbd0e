import { readCouple } from '../../src/device/couple/couple.ts'
import { invite } from '../../src/device/couple/inviter.ts'
import { join } from '../../src/device/couple/joiner.ts'
import { confirmSame, readPairing, stepPairing } from '../../src/device/couple/pairing.ts'
import { cancelPairing } from '../../src/device/couple/pairing-end.ts'
import { readMoments, readPlaces } from '../../src/device/moments/read.ts'
import { chooseSharing } from '../../src/device/moments/share.ts'
import { addEntry } from '../../src/device/moments/add-entry.ts'
import { syncOnce } from '../../src/device/sync/sync.ts'
import { people } from '../people.ts'
import type { Tab } from './device.ts'
import { LINKS } from './network.ts'
import { Chance } from './random.ts'
import type { Ended } from './simulate.ts'
import { emptyWorld, type World } from './world.ts'

/**
 * Two become a couple while links lose, double and delay, tabs are killed around any commit, clocks
 * are wrong and the server dies. Each does what their screen shows, in either tab; the invite's link goes
 * from hand to hand. In the end they are two, once, and each sees what the other gives.
 */
export async function becomeTwo(seed: string, events: number): Promise<Ended> {
  const world = emptyWorld(seed)
  const { turns, server, devices, errors } = world
  const chance = new Chance(`${seed} becoming two`)
  const couple = [devices[0], devices[2]] as const
  const hands: Hands = { link: null, joined: null }
  const note = (error: unknown): void => {
    errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  try {
    await turns.runFor(server.start())
    for (let n = 0; n < events; n += 1) {
      await turns.runUntil(turns.now + chance.even() * chance.pick([2, 40, 800, 6000]))
      const device = chance.pick(couple)
      const tab = chance.pick(device.tabs)
      if (chance.is(0.7)) void doWhatIsShown(tab, hands, chance).catch(note)
      else goWrong(world, tab, chance)
    }
    await heal(world)
    for (let round = 0; round < 40; round += 1) {
      for (const { tabs } of couple) await turns.runFor(doWhatIsShown(tabs[0]!, hands, chance))
      await turns.runUntil(turns.now + 1000)
    }
    const broken = [...errors, ...(await turns.runFor(judge(couple.map(({ tabs }) => tabs[0]!))))]
    return { broken, digest: `${turns.taken}`, turns: turns.taken, entries: 0 }
  } catch (error) {
    note(error)
    return { broken: errors, digest: '', turns: turns.taken, entries: 0 }
  } finally {
    await world.close()
  }
}

/** What the two have told each other: the link as it was last shown, and the one that was taken up. */
interface Hands {
  link: string | null
  joined: string | null
}

async function doWhatIsShown(tab: Tab, hands: Hands, chance: Chance): Promise<void> {
  const phone = await tab.open()
  const isInviter = tab.device.person === 0
  const shown = await readPairing(phone)
  if (shown.step === 'none') {
    // Nobody invites in two windows at once.
    if (isInviter) {
      if (tab === tab.device.tabs[0]) await invite(phone, people.first.name, 'link')
    } else if (hands.link !== null) {
      hands.joined = hands.link
      await join(phone, hands.link, people.second.name)
    }
    return
  }
  if (shown.step === 'invited') hands.link = shown.link
  if (shown.step === 'failed') return cancelPairing(phone)
  if (shown.step === 'meeting' && hands.joined !== hands.link) return cancelPairing(phone)
  if (shown.step === 'comparing' && chance.is(0.5)) return confirmSame(phone)
  if (shown.step === 'paired') await syncOnce(phone)
  else await stepPairing(phone)
}

function goWrong({ server }: World, tab: Tab, chance: Chance): void {
  const { device } = tab
  const what = chance.weighted({ link: 6, kill: 6, clock: 1, server: 3 })
  if (what === 'link') device.network.link = chance.is(0.4) ? 'good' : chance.pick(LINKS)
  if (what === 'clock') device.clockError = (chance.even() * 2 - 1) * 24 * 3_600_000
  if (what === 'server') server.do(chance.is(0.4) ? 'die' : 'start')
  if (what !== 'kill') return
  const when = chance.pick(['now', 'before-commit', 'after-commit'] as const)
  if (when === 'now') tab.kill()
  else if (tab.held) tab.held.doom = when
}

async function heal({ turns, server, devices }: World): Promise<void> {
  await turns.runFor(server.settled())
  await turns.runFor(server.start())
  for (const device of devices) {
    device.network.link = 'good'
    device.clockError = 0
  }
  await turns.runUntil(turns.now + 120_000)
  for (const { tabs } of devices) for (const tab of tabs) if (tab.held) tab.held.doom = null
}

async function judge(tabs: readonly Tab[]): Promise<string[]> {
  const phones = [await tabs[0]!.open(), await tabs[1]!.open()] as const
  const broken: string[] = []
  for (const [index, phone] of phones.entries()) {
    const { step } = await readPairing(phone)
    if (step !== 'paired') broken.push(`${tabs[index]!.name} is not paired but ${step}`)
  }
  const [one, other] = [await readCouple(phones[0].db), await readCouple(phones[1].db)]
  if (one === null || one.closed || one.id !== other?.id) broken.push('the two are not one couple')
  if (broken.length > 0) return broken
  for (const phone of phones) {
    const kept = await addEntry(phone, { kind: 'repair' })
    const id = kept.ok ? kept.id : ''
    await chooseSharing(phone, id, { with: 'us', opens: 'now', words: [] })
    await syncOnce(phone)
  }
  for (const [index, phone] of phones.entries()) {
    await syncOnce(phone)
    const places = await readPlaces(phone)
    const seen = await readMoments(
      phone,
      places.map(({ key }) => key),
    )
    const theirs = seen.filter((each) => !each.mine && 'move' in each)
    if (theirs.length !== 1)
      broken.push(`${tabs[index]!.name} sees ${theirs.length} of the other's`)
  }
  return broken
}
