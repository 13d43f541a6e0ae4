// Entry of the interface. Each module attaches itself to the document once; swapped content needs no re-binding.
import "./errors.js";
import "./toast.js";
import "./dialogs.js";
import "./drawer.js";
import "./palette.js";
import "./keyboard.js";
import "./table.js";
import "./combobox.js";
import "./inline.js";
import "./dates.js";
import "./timer.js";
import "./theme.js";
import "./unsaved.js";
import "./upload.js";
import "./scroll.js";
import "./idle.js";
import "./fields.js";
