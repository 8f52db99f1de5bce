#!/usr/bin/env node
// docker compose exec gateway frontdesk <command>: keys and tenants.
await import('/app/libs/tenants/dist/cli/frontdesk.main.js');
