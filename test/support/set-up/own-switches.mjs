/** The simulator's own specs say what it does in each form, and choose it themselves; the variable is for tests of the service. */
delete process.env['SANDBOX_SWITCHES'];
