/** What stands under the four forms of a page whose app could not be fetched. */
export const loading = {
  failed: 'Tideline could not be fetched. Nothing was kept: open it again when there is a network.',
}
