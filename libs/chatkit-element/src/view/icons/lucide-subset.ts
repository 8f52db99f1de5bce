import {
  Accessibility, Activity, AlarmClock, Archive, ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ArrowUpRight, AtSign, Award, Baby, Banknote, BatteryFull, Bell, Bike, Bookmark,
  Brain, Brush, Building, Building2, Bus, Calculator, CalendarDays, Camera, Car, ChartPie, ChefHat, CircleAlert, Clipboard, ClipboardList, Cloud, CloudDrizzle,
  CloudFog, CloudHail, CloudLightning, CloudMoon, CloudOff, CloudRain, CloudSnow, CloudSun, CloudSunRain, Code, Coffee, Coins, Cpu, CreditCard, Crown,
  Database, DollarSign, Download, Droplet, Droplets, Dumbbell, Euro, Eye, EyeOff, Fingerprint, Flag, Flame, Flower, Folder, FolderOpen, Gamepad2, Gauge, Gift,
  GitBranch, GraduationCap, Hammer, Handshake, Hash, Headphones, Heart, Hospital, Hotel, Hourglass, Inbox, KeyRound, Keyboard, Languages, Laptop, Leaf, Library,
  Link, List, ListChecks, Lock, LogIn, LogOut, Luggage, Medal, Megaphone, MessageSquare, Microscope, Moon, MoonStar, Mountain, MousePointer, Music, Navigation,
  Newspaper, Package, Palette, Paperclip, PawPrint, Percent, PieChart, PiggyBank, Pill, Pin, Plane, Plug, Printer, Puzzle, QrCode, Radio, Rainbow, Receipt, Recycle,
  Rocket, Route, Ruler, Save, Scale, Scissors, Send, Server, Shield, ShieldAlert, ShieldCheck, Ship, ShoppingBag, ShoppingCart, Snowflake, Sprout, Stethoscope,
  Store, Sun, SunDim, SunMoon, Sunrise, Sunset, Table, Target, Terminal, Thermometer, ThermometerSnowflake, ThermometerSun, ThumbsDown, ThumbsUp, Ticket,
  Timer, Tornado, Train, Trash2, TreePine, TrendingDown, TrendingUp, Trophy, Truck, Tv, Umbrella, Undo2, Unlock, Upload, UserCheck, UserPlus, Users, Utensils,
  Video, Volume2, Wallet, Wand, Watch, Waves, Wind, Wine, Wrench,
  type LucideIcon,
} from 'lucide-react';

/** The part of Lucide that every chat carries, for `lucide:<name>`; other names show a neutral mark. */
const SUBSET: Record<string, LucideIcon> = {
  Accessibility, Activity, AlarmClock, Archive, ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ArrowUpRight, AtSign, Award, Baby, Banknote, BatteryFull, Bell, Bike, Bookmark,
  Brain, Brush, Building, Building2, Bus, Calculator, CalendarDays, Camera, Car, ChartPie, ChefHat, CircleAlert, Clipboard, ClipboardList, Cloud, CloudDrizzle,
  CloudFog, CloudHail, CloudLightning, CloudMoon, CloudOff, CloudRain, CloudSnow, CloudSun, CloudSunRain, Code, Coffee, Coins, Cpu, CreditCard, Crown,
  Database, DollarSign, Download, Droplet, Droplets, Dumbbell, Euro, Eye, EyeOff, Fingerprint, Flag, Flame, Flower, Folder, FolderOpen, Gamepad2, Gauge, Gift,
  GitBranch, GraduationCap, Hammer, Handshake, Hash, Headphones, Heart, Hospital, Hotel, Hourglass, Inbox, KeyRound, Keyboard, Languages, Laptop, Leaf, Library,
  Link, List, ListChecks, Lock, LogIn, LogOut, Luggage, Medal, Megaphone, MessageSquare, Microscope, Moon, MoonStar, Mountain, MousePointer, Music, Navigation,
  Newspaper, Package, Palette, Paperclip, PawPrint, Percent, PieChart, PiggyBank, Pill, Pin, Plane, Plug, Printer, Puzzle, QrCode, Radio, Rainbow, Receipt, Recycle,
  Rocket, Route, Ruler, Save, Scale, Scissors, Send, Server, Shield, ShieldAlert, ShieldCheck, Ship, ShoppingBag, ShoppingCart, Snowflake, Sprout, Stethoscope,
  Store, Sun, SunDim, SunMoon, Sunrise, Sunset, Table, Target, Terminal, Thermometer, ThermometerSnowflake, ThermometerSun, ThumbsDown, ThumbsUp, Ticket,
  Timer, Tornado, Train, Trash2, TreePine, TrendingDown, TrendingUp, Trophy, Truck, Tv, Umbrella, Undo2, Unlock, Upload, UserCheck, UserPlus, Users, Utensils,
  Video, Volume2, Wallet, Wand, Watch, Waves, Wind, Wine, Wrench,
};

const kebab = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1-$2').replace(/([A-Za-z])(\d)/g, '$1-$2').toLowerCase();

export const LUCIDE_ICONS: ReadonlyMap<string, LucideIcon> = new Map(Object.entries(SUBSET).map(([name, icon]) => [kebab(name), icon]));
