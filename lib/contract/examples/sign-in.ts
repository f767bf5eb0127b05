const at = "2026-11-23T12:00:00.000Z";
const later = "2026-11-30T12:00:00.000Z";
const email = "ada@example.com";
const signInId = "0b5c4b4e-6d8c-4a53-9f0e-3d4f2a1b7c66";
const token = "kV0j2mY8m5q4w1xJtq0yG3nJ7mZkq1b8v5c2x9z4a6s";

export const signInExamples = {
  methods: { password: true, oidc: { name: "Single sign-on" }, firstRun: false, mail: true },
  email: { email },
  token: { token },
  reset: { token, password: "a long and calm password" },
  openInvitation: {
    accountName: "Acme",
    email,
    role: "auditor",
    invitedBy: "grace@example.com",
    expiresAt: later,
    known: false,
  },
  accept: { token, password: "a long and calm password", firstName: "Ada", lastName: "Moreau" },
  joined: { accountId: 1, email },
  firstRun: {
    token,
    accountName: "Acme",
    email,
    password: "a long and calm password",
    firstName: "Ada",
    lastName: "Moreau",
    termsAccepted: true,
  },
  invitation: { email, role: "auditor", connectionRoles: [{ connectionId: 1, role: "manager" }] },
  newInvitation: {
    id: 3,
    email,
    role: "auditor",
    link: `http://127.0.0.1:3000/invite#${token}`,
    mailed: false,
    expiresAt: later,
  },
  invitations: {
    data: [
      {
        id: 3,
        email,
        role: "auditor",
        createdBy: "grace@example.com",
        createdAt: at,
        expiresAt: later,
        acceptedAt: null,
      },
    ],
  },
  profile: {
    id: 1,
    email,
    firstName: "Ada",
    lastName: "Moreau",
    hasPassword: true,
    twoFactor: false,
    recoveryCodesLeft: 0,
    accounts: [{ id: 1, name: "Acme", role: "admin", timeZone: "Europe/Berlin" }],
    signInId,
  },
  names: { firstName: "Ada", lastName: "Moreau" },
  password: { current: "a long and calm password", next: "another calm password" },
  passwordChanged: { endedSignIns: 2 },
  signIns: {
    data: [
      {
        id: signInId,
        device: "Firefox on Windows",
        address: "203.0.113.7",
        method: "password",
        createdAt: at,
        lastSeenAt: at,
        current: true,
      },
    ],
  },
  ended: { ended: 2 },
  secondFactor: {
    secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    uri: "otpauth://totp/Attestry:ada%40example.com?issuer=Attestry&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    qr: ["111", "101", "111"],
  },
  code: { code: "123456" },
  recoveryCodes: { recoveryCodes: ["hk3w-29fd-qmzt", "7xcv-bn4m-kd8p"] },
} as const;
