/** In the page: how much is half written on its disk, under names that begin so. */
export function countDrafts(begin: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('tideline')
    opening.addEventListener('error', () => reject(new Error('no database')))
    opening.addEventListener('success', () => {
      const drafts = IDBKeyRange.bound(begin, `${begin}\uffff`)
      const counting = opening.result.transaction('state').objectStore('state').count(drafts)
      counting.addEventListener('success', () => {
        opening.result.close()
        resolve(counting.result)
      })
    })
  })
}
