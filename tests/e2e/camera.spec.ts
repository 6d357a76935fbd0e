import { cameraFlags, showToCamera } from './fake-camera.ts'
import { expect, test } from './fixtures.ts'
import { holdPasskey } from './passkey.ts'

/** A camera and a passkey, under the rules of the page: an old phone reads a new one's code and adds it. */

test('the old phone reads the new one’s code, and asks for the passkey before it lets it in', async ({
  phone,
  server,
}, info) => {
  test.setTimeout(120_000)
  // A passkey belongs to a name, and an address of numbers is none.
  const at = (path: string) => server.url.replace('127.0.0.1', 'localhost') + path
  const seen = info.outputPath('camera.y4m')
  await showToCamera(seen, 'nothing of ours')
  const old = await phone('old', { flags: cameraFlags(seen) })
  const newcomer = await phone('newcomer')
  const { asked } = await holdPasskey(old.context, old.page)
  await old.page.goto(at('/us/lock'))
  await old.page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await old.page.getByRole('button', { name: 'Open with your passkey' }).click()
  await expect(old.page.getByText('The lock is on.')).toBeVisible()

  // An installed app may have to read an invite by itself: no link leads into it on every phone.
  await old.page.goto(at('/join'))
  await old.page.getByRole('button', { name: 'Open with your passkey' }).click()
  await old.page.getByRole('button', { name: 'Read its code' }).click()
  await expect(old.page.getByRole('alert')).toContainText('This link is not an invite')

  await newcomer.page.goto(at('/us/devices'))
  await newcomer.page.getByRole('button', { name: 'Show the code' }).click()
  await newcomer.page.getByText('Show the link').click()
  const link = (await newcomer.page.locator('code').first().textContent()) ?? ''
  await old.page.goto(at('/us/devices'))
  await old.page.getByRole('button', { name: 'Open with your passkey' }).click()
  await old.page.getByRole('button', { name: 'Read its code' }).click()
  await expect(old.page.getByText('That is not the code of a new phone')).toBeVisible()
  await showToCamera(seen, link)
  await old.page.getByRole('button', { name: 'Read its code' }).click()
  await expect(old.page.getByText('Are these six on the new phone too?').first()).toBeVisible()
  await newcomer.page.getByRole('button', { name: 'They are the same' }).click()

  await old.page.getByText('It is mine alone', { exact: false }).click()
  const before = asked.length
  await old.page.getByRole('button', { name: 'Yes, add it' }).click()
  await expect(old.page.getByText('is announced', { exact: false })).toBeVisible()
  expect(asked).toHaveLength(before + 1)
  await expect(newcomer.page.getByText('Done here.', { exact: false })).toBeVisible()
  expect([...old.errors, ...newcomer.errors]).toEqual([])
})
