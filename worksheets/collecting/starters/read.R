# The answers of a workshop as tidy frames. This file is yours: run it, change it, go on from it.
#
#   answers            one row per answer; stage_label is an ordered factor, number is numeric
#   sheets[[layout]]   one row per response, one column per field, with its type
#   emotions           one row per response, one column per stage; "did not happen" is NA
#
# It reads the tables beside it and needs nothing but R itself.

here <- local({
  script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
  sourced <- sys.frames()
  sourced <- if (length(sourced)) sourced[[1]]$ofile
  file <- c(sourced, script)
  if (length(file)) dirname(normalizePath(file[1])) else getwd()
})
who <- c("response", "workshop", "wave", "participant", "group", "group_size", "language", "file")
counts <- c("group_size", "stage_number", "item", "page")
# What keeps a spreadsheet from calculating a text.
guard <- "^'('*[=+\\-@\t\n\uff1d\uff0b\uff0d\uff20])"

# Return a table as it was before it was made safe for spreadsheets; blanks are NA.
read_table <- function(name) {
  frame <- read.csv(file.path(here, name), encoding = "UTF-8", colClasses = "character",
                    na.strings = "", check.names = FALSE)
  names(frame)[1] <- iconv(names(frame)[1], "UTF-8", "ASCII", sub = "") # the mark of UTF-8
  names(frame)[1] <- gsub("[^a-z_]", "", names(frame)[1])
  frame[] <- lapply(frame, function(column) sub(guard, "\\1", column, perl = TRUE))
  frame
}

# Return the answers to one field with the type of the field; options is its codebook.
typed <- function(value, options) {
  switch(options$type[1],
    scale = ,
    number = as.numeric(replace(value, which(value == "absent"), NA)),
    date = as.Date(value),
    check = value == "true",
    choice = factor(options$label[match(value, options$value)], levels = unique(options$label)),
    value
  )
}

# Return one row per response to a layout, one column per field (per option of a list).
sheet <- function(layout) {
  mine <- answers[answers$layout == layout, ]
  wide <- mine[!duplicated(mine$response), who]
  asked <- codebook[codebook$layout == layout, ]
  for (field in unique(asked$field)) {
    options <- asked[asked$field == field, ]
    found <- mine[mine$field == field, ]
    value <- found$value[match(wide$response, found$response)]
    if (options$many[1] == "true") {
      chosen <- strsplit(ifelse(is.na(value), "", value), "; ", fixed = TRUE)
      for (option in options$value) {
        wide[[paste0(field, "__", option)]] <- vapply(chosen, function(one) option %in% one, NA)
      }
    } else {
      column <- if (field %in% who) paste0(field, "_written") else field
      wide[[column]] <- typed(value, options)
    }
  }
  wide
}

codebook <- read_table("codebook.csv")
answers <- read_table("answers.csv")
answers[counts] <- lapply(answers[counts], as.numeric)
is_number <- answers$type %in% c("scale", "number") & !(answers$value %in% "absent")
answers$number <- as.numeric(ifelse(is_number, answers$value, NA))
stages <- codebook[!is.na(codebook$stage_number), ]
stages <- stages[!duplicated(stages[c("layout", "stage")]), ]
stages <- stages[order(as.numeric(stages$stage_number)), ]
place <- match(paste(answers$layout, answers$stage), paste(stages$layout, stages$stage))
answers$stage_label <- factor(stages$stage_label[place], levels = unique(stages$stage_label),
                              ordered = TRUE)
layouts <- unique(codebook$layout)
sheets <- setNames(lapply(layouts, sheet), layouts)
scales <- answers[answers$type == "scale" & !is.na(answers$stage_label), ]
scales <- scales[order(scales$stage_label), ]
emotions <- reshape(scales[c("layout", "row", "response", "stage_label", "number")],
                    idvar = c("layout", "row", "response"), timevar = "stage_label",
                    v.names = "number", direction = "wide")
names(emotions) <- sub("^number\\.", "", names(emotions))

for (layout in layouts) {
  cat(layout, ": ", nrow(sheets[[layout]]), " responses, ", ncol(sheets[[layout]]), " columns\n",
      sep = "")
}
if (nrow(scales)) {
  means <- tapply(scales$number, list(scales$stage_label, paste(scales$layout, scales$row)), mean,
                  na.rm = TRUE)
  print(round(t(means), 2))
  png(file.path(here, "emotions.png"), width = 1200, height = 700, res = 120,
      type = if (capabilities("cairo")) "cairo" else getOption("bitmapType"))
  matplot(means, type = "b", pch = 19, lty = 1, xaxt = "n", xlab = "", ylab = "mean")
  axis(1, seq_len(nrow(means)), rownames(means))
  abline(h = 0, col = "grey")
  if (ncol(means) > 1) legend("topleft", colnames(means), col = seq_len(ncol(means)), lty = 1)
  invisible(dev.off())
}
