/** Names the source of countries and cities, as the licence of its data asks wherever they are shown. */
export function PlaceCredit({ className }: { className?: string }) {
  return (
    <a className={className} href="https://db-ip.com" target="_blank" rel="noreferrer">
      IP Geolocation by DB-IP
    </a>
  );
}
