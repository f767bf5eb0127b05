import type { Metadata } from "next";
import { ProfilePage } from "@/components/profile/profile-page";

export const metadata: Metadata = { title: "Profile" };

/** The person themselves: names, password, second step, sign-ins. */
export default function Page() {
  return <ProfilePage />;
}
