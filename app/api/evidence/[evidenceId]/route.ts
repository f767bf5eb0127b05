export { route as GET, route as DELETE } from "@/lib/doors";
