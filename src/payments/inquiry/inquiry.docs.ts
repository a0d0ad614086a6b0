/** What Swagger UI shows above the route. */
export const INQUIRY_DESCRIPTION = `
Makes one of the three inquiries that Ottu takes about a payment, ever, and settles what it says. Mostly there is no need:
payments whose outcome is not known are inquired by themselves, out of the same budget. So this is refused with
\`Retry-After\` before minute 12 after the charge, within 31 minutes of the last inquiry, and while 29 inquiries were made
within a minute over all payments; and for good once two were made, because the last one is kept for the service itself.

\`inquiry.result\` says what the answer was worth: \`answered\` (verified, and settled), \`not_found\` (Ottu knows no such
transaction), \`refused\` (Ottu would not say) or \`unverified\` (it could not be verified and was not believed).
`.trim();
