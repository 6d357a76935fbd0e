/**
 * The quick exit: one tap, or Shift three times, and a page about bread stands where Tideline stood.
 * It takes the place of this entry of the history; whoever goes back in this tab meets it again.
 * Opened anew, by its address or icon, Tideline is there as always.
 */

const ELSEWHERE = '/bread.html'
const AWAY = 'away'

/**
 * Listens for it from the first moment of a page on, whatever else has come, or has stumbled: on every
 * button that says of itself `data-exit`, on the keyboard, and for a way back that must not show anything.
 */
export function listenForExit(): void {
  const [arrived] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  stayAway(arrived?.type === 'back_forward')
  window.addEventListener('pageshow', ({ persisted }) => persisted && stayAway(true))
  window.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-exit]')) leaveQuickly()
  })
  let presses = 0
  window.addEventListener('keyup', ({ key }) => {
    presses = key === 'Shift' ? presses + 1 : 0
    if (presses === 3) leaveQuickly()
  })
}

function leaveQuickly(): void {
  // What is on the screen goes first: the other page may take a moment.
  document.documentElement.hidden = true
  document.title = ''
  try {
    sessionStorage.setItem(AWAY, '1')
  } catch {
    // A browser that keeps nothing can still go elsewhere.
  }
  window.location.replace(ELSEWHERE)
}

function stayAway(isBack: boolean): void {
  try {
    if (sessionStorage.getItem(AWAY) === null) return
    if (isBack) leaveQuickly()
    else sessionStorage.removeItem(AWAY)
  } catch {
    // Nothing was kept, so nobody is away.
  }
}
